import { type HttpClient, httpClientContradictions } from '../../src/net/http-client.ts';
import { accepts } from './accept-encoding.ts';

interface Settings extends HttpClient {
  readonly body: Uint8Array;
  readonly body_file: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly compression: string;
  readonly enable_http3: boolean;
  readonly valid_http_versions: readonly string[];
}

/** What must not be said together, each as a line for people. */
export function* contradictions(settings: Settings): Generator<string> {
  yield* httpClientContradictions(settings);
  const { body, body_file, headers, compression } = settings;
  if (body.length > 0 && body_file !== '') yield 'got both body and body_file, want one of them';
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() !== 'accept-encoding' || compression === '') continue;
    if (!accepts(value, compression))
      yield `the header ${name}: ${value} does not accept the compression ${compression}`;
  }
  const wrong = http3Contradiction(settings);
  if (wrong !== undefined) yield wrong;
}

function http3Contradiction({
  enable_http2,
  enable_http3,
  valid_http_versions: versions,
}: Settings): string | undefined {
  if (!enable_http3) {
    return versions.includes('HTTP/3.0')
      ? 'got HTTP/3.0 in valid_http_versions, which needs enable_http3'
      : undefined;
  }
  const older = versions.find((version) => version === 'HTTP/2.0' || version === 'HTTP/1.1');
  if (older !== undefined)
    return `got ${older} in valid_http_versions with enable_http3, which asks by HTTP/3 alone`;
  if (enable_http2)
    return 'got enable_http3 with enable_http2, which is on by default: want enable_http2: false';
  return undefined;
}
