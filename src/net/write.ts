import type { Writable } from 'node:stream';

/** Settles once the bytes are on their way, or with what broke the stream. A peer that does not listen holds it back. */
export async function write(stream: Writable, bytes: Uint8Array): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
