import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { serve } from './serve.ts';

export interface TestSocks {
  readonly port: number;
  /** Where it was asked to go: `shop.test:80`, `127.0.0.1:80`, `[::1]:80`. */
  readonly seen: readonly string[];
}

export interface SocksOptions {
  /** `name:password`; without it nobody needs to say who they are. */
  readonly wants?: string;
  /** The reply code to every request, instead of a connection. */
  readonly code?: number;
}

/** A real SOCKS 5 proxy. Every name lies on this machine. */
export async function startSocks(
  t: TestContext,
  { wants, code }: SocksOptions = {},
): Promise<TestSocks> {
  const seen: string[] = [];
  const server = createServer((socket) => {
    talk(socket).catch(() => socket.destroy());
  });

  async function talk(socket: Socket): Promise<void> {
    const [, count = 0] = await take(socket, 2);
    const methods = await take(socket, count);
    const method = wants === undefined ? 0 : 2;
    if (!methods.includes(method)) {
      socket.end(Buffer.from([5, 0xff]));
      return;
    }
    socket.write(Buffer.from([5, method]));
    if (wants !== undefined && !(await isKnown(socket, wants))) return;
    const [, , , type = 0] = await take(socket, 4);
    const host = await hostOf(socket, type);
    const port = (await take(socket, 2)).readUInt16BE(0);
    seen.push(`${host}:${port}`);
    // The address that it speaks from comes as a name here, which may be of any length.
    const reply = Buffer.from([5, code ?? 0, 0, 3, 2, 0x78, 0x79, 0, 80]);
    if (code !== undefined) {
      socket.end(reply);
      return;
    }
    const far = connect({ host: '127.0.0.1', port });
    far.on('error', () => socket.destroy());
    socket.on('close', () => far.destroy());
    await once(far, 'connect');
    socket.write(reply);
    far.pipe(socket).pipe(far);
  }

  return { port: await serve(t, server), seen };
}

async function isKnown(socket: Socket, wants: string): Promise<boolean> {
  const name = (await take(socket, (await take(socket, 2)).readUInt8(1))).toString();
  const password = (await take(socket, (await take(socket, 1)).readUInt8(0))).toString();
  const isRight = `${name}:${password}` === wants;
  if (isRight) socket.write(Buffer.from([1, 0]));
  else socket.end(Buffer.from([1, 1]));
  return isRight;
}

async function hostOf(socket: Socket, type: number): Promise<string> {
  if (type === 1) return (await take(socket, 4)).join('.');
  if (type === 4) return `[${(await take(socket, 16)).toString('hex')}]`;
  return (await take(socket, (await take(socket, 1)).readUInt8(0))).toString();
}

async function take(socket: Socket, count: number): Promise<Buffer> {
  if (count === 0) return Buffer.alloc(0);
  for (;;) {
    const bytes = socket.read(count) as Buffer | null;
    if (bytes !== null) return bytes;
    await once(socket, 'readable');
  }
}
