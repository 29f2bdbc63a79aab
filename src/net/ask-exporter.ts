import { basicAuthorization } from './basic-authorization.ts';
import { fetchTrouble } from './fetch-trouble.ts';
import { percentDecoded } from './percent-decoded.ts';
import { trustSystem } from './system-trust.ts';

export interface Question {
  /** What is wanted, as a media type. */
  readonly accept?: string;
  readonly maxBytes: number;
  /** In place of the one in the URL. */
  readonly password?: string | undefined;
  readonly signal?: AbortSignal;
}

export interface ExporterAnswer {
  readonly status: number;
  readonly text: string;
}

const PATIENCE_MS = 10_000;

/** What an exporter says at a URL, which may name a user. Throws an error for people that does not name the URL. */
export async function askExporter(
  place: URL,
  { accept = '*/*', maxBytes, password, signal }: Question,
): Promise<ExporterAnswer> {
  const address = new URL(place);
  const user = percentDecoded(address.username);
  const authorization = basicAuthorization(user, password ?? percentDecoded(address.password));
  [address.username, address.password] = ['', ''];
  if (address.protocol === 'https:') trustSystem();
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(address, {
      headers: { Accept: accept, ...(user !== '' && { Authorization: authorization }) },
      signal: signal === undefined ? patience : AbortSignal.any([patience, signal]),
    });
    return { status: response.status, text: await textOf(response, maxBytes) };
  } catch (error) {
    throw new Error(fetchTrouble(error, PATIENCE_MS), { cause: error });
  }
}

async function textOf({ body }: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new Error(`got more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
