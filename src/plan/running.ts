import { maskedAddress } from '../config/mask.ts';
import { type Shown, shownConfig } from './shown-config.ts';

// As large as a config file may be.
const MAX_BYTES = 16 * 1024 * 1024;
const PATIENCE_MS = 10_000;

/** The config of the exporter that runs at a URL, as it shows it. Throws an error for people. */
export async function runningConfig(url: string): Promise<Shown> {
  const place = placeOf(url);
  const shown = maskedAddress(place.href);
  try {
    return shownConfig(await fetchText(place));
  } catch (error) {
    throw new Error(`${shown}: ${reasonOf(error)}`, { cause: error });
  }
}

/** What the URL's path says is the exporter's prefix. */
function placeOf(url: string): URL {
  const place = URL.canParse(url) ? new URL(url) : undefined;
  if (place === undefined || !/^https?:$/.test(place.protocol)) {
    throw new Error(`flag --against: got "${url}", want the URL of an exporter: http://host:9115`);
  }
  place.pathname = place.pathname.replace(/\/*$/, '/config');
  return place;
}

async function fetchText(place: URL): Promise<string> {
  const { username, password } = place;
  const address = new URL(place);
  [address.username, address.password] = ['', ''];
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const response = await fetch(address, {
    headers:
      username === '' ? {} : { Authorization: `Basic ${Buffer.from(user).toString('base64')}` },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`got ${response.status}, want 200`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error(`got more than ${MAX_BYTES} bytes, want a configuration`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** fetch says only that it failed, and keeps the reason to itself. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
