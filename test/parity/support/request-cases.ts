import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { TestContext } from 'node:test';
import { selfSigned } from '../../support/certificates.ts';
import { listenUntilEnd, serve } from '../../support/serve.ts';
import { judgeOf } from './judge.ts';
import { startPair } from './pair.ts';
import { hasIPv6 } from './web-site.ts';

export interface RequestCase {
  readonly title: string;
  /** The http block of the module without its braces; TOKEN_URL is where the server gives out tokens. */
  readonly settings: string;
  /** What the server answers to: `end`, or one of the redirects; a query may follow. */
  readonly page?: string;
  readonly over?: 'http' | 'https';
  /** `name:password`, of the URL. */
  readonly user?: string;
  readonly hostname?: string;
}

/** Has both probe a server that writes down what it is asked, and tests each case for requests that differ. */
export async function compareRequests(
  t: TestContext,
  cases: readonly RequestCase[],
): Promise<void> {
  const server = await startRecorder(t);
  const tls = 'tls_config: { insecure_skip_verify: true }';
  const modules = cases.map(
    ({ settings }, index) =>
      `  case${index}: { prober: http, timeout: 3s, http: { ${tls}${settings && ', '}${settings} } }\n`,
  );
  const tokenUrl = `http://${server.plain}/any/token`;
  const config = `modules:\n${modules.join('')}`.replaceAll('TOKEN_URL', tokenUrl);
  const pair = await startPair(t, config);
  const { judge, finish } = judgeOf('requests');
  for (const [index, one] of cases.entries()) {
    const sent = { theirs: '', ours: '' };
    for (const who of ['theirs', 'ours'] as const) {
      const place = one.over === 'https' ? server.secure : server.plain;
      const user = one.user === undefined ? '' : `${one.user}@`;
      const target = `${one.over ?? 'http'}://${user}${place}/${who}/${one.page ?? 'end'}`;
      const query = new URLSearchParams({ module: `case${index}`, target });
      if (one.hostname !== undefined) query.set('hostname', one.hostname);
      await (await fetch(`${pair[who]}probe?${query.toString()}`)).text();
      sent[who] = server.take().replaceAll(`/${who}/`, '/');
    }
    await t.test(one.title, () => judge(one.title, lineDifferences(sent.theirs, sent.ours)));
  }
  await t.test('every wanted difference shows up', finish);
}

function lineDifferences(theirs: string, ours: string): readonly string[] {
  const [left, right] = [theirs.split('\n'), ours.split('\n')];
  return [
    ...left.filter((line) => !right.includes(line)).map((line) => `- ${line}`),
    ...right.filter((line) => !left.includes(line)).map((line) => `+ ${line}`),
  ];
}

interface Recorder {
  /** `127.0.0.1:port`, and the same over TLS, where HTTP/2 is spoken too. */
  readonly plain: string;
  readonly secure: string;
  /** What was asked since the last time: a line for each request and each of its headers. */
  take(this: void): string;
}

type Asked = IncomingMessage | Http2ServerRequest;
type Answer = ServerResponse | Http2ServerResponse;

async function startRecorder(t: TestContext): Promise<Recorder> {
  let lines: string[] = [];
  let count = 0;
  const handle = (asked: Asked, answer: Answer): void => {
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.on('end', () => {
      count += 1;
      lines.push(`${count}: ${asked.method} ${asked.url} HTTP/${asked.httpVersion}`);
      for (const [name, value] of Object.entries(asked.headers)) {
        lines.push(`${count}: ${name}: ${String(value)}`);
      }
      lines.push(`${count}: body ${JSON.stringify(Buffer.concat(chunks).toString('latin1'))}`);
      reply(asked, answer);
    });
  };
  const { pem: cert, key } = selfSigned({ subject: [['CN', 'a']], names: ['127.0.0.1'] });
  const secure = createSecureServer({ cert, key, allowHTTP1: true }, handle);
  const plain = createServer({ joinDuplicateHeaders: true }, handle);
  const ports = { plain: await serve(t, plain), secure: await serve(t, secure) };
  // A redirect may lead to localhost, which may mean either address.
  if (hasIPv6()) {
    const where = { host: '::1', port: ports.plain };
    await listenUntilEnd(t, createServer({ joinDuplicateHeaders: true }, handle), where);
  }
  return {
    plain: `127.0.0.1:${ports.plain}`,
    secure: `127.0.0.1:${ports.secure}`,
    take() {
      const text = lines
        .join('\n')
        .replaceAll(/127\.0\.0\.1:\d+|localhost:\d+/g, (place) => place.replace(/\d+$/, 'PORT'));
      lines = [];
      count = 0;
      return text;
    },
  };
}

function reply(asked: Asked, answer: Answer): void {
  const [, who, page = ''] = asked.url?.split(/[/?]/) ?? [];
  const [kind, status] = page.split('-');
  const here = `${asked.socket.localPort}/${who}/end`;
  const places = new Map([
    ['relative', `/${who}/end`],
    ['cookie', `/${who}/end`],
    ['absolute', `http://127.0.0.1:${here}`],
    ['named', `http://localhost:${here}`],
  ]);
  const place = places.get(kind ?? '');
  const usual = ['a=1; Path=/', 'b=2; Path=/elsewhere', 'c=3; Secure'];
  const odd = ['d=4 5', 'e=6,7', 'f="8"', 'g="9', 'h i=j', 'k=l\\m', 'n=ö', '__Host-o=p', 'q'];
  const cookies = [...usual, ...odd];
  const headers = {
    ...(kind === 'cookie' && { 'set-cookie': cookies }),
    ...(place !== undefined && { location: place }),
  };
  // Both kinds of answers have the same methods, and only their types do not fit together.
  const response = answer as ServerResponse;
  if (kind === 'token') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"access_token":"abc","token_type":"Bearer","expires_in":3600}');
    return;
  }
  response.writeHead(place === undefined ? 200 : Number(status), headers);
  response.end('ok');
}
