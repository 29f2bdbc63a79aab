import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Config } from '../../probes/websocket/config.ts';
import { target } from '../../probes/websocket/target.ts';
import websocket from '../../probes/websocket.ts';
import { BUILT_IN_PROBES } from '../../src/builtin.ts';
import { loadConfig } from '../../src/config/load.ts';
import { temporaryFile } from '../support/command.ts';

describe('the target', () => {
  test('is a URL of a WebSocket', () => {
    const check = (text: string, wanted: string): void => {
      const { isTls, host, name, port, path } = target.parse(text);
      assert.equal([isTls ? 'TLS' : 'plain', host, name, port, path].join(' '), wanted);
    };
    check('ws://chat.example', 'plain chat.example chat.example 80 /');
    check(' WSS://[::1]:8443/room/1?as=me#top ', 'TLS [::1]:8443 ::1 8443 /room/1?as=me');
    check('ws://::1:81//room/../1', 'plain ::1:81 ::1 81 //room/../1');
    const name = 'xn--bcher-kva.example';
    check('wss://bücher.example:443', `TLS ${name}:443 ${name} 443 /`);
  });

  test('is nothing else', () => {
    const check = (text: string, wanted: string): void =>
      assert.equal(target.safeParse(text).error?.issues[0]?.message, wanted);
    const scheme = 'its scheme is not ws: or wss:';
    check('', `got "", want a URL: ${scheme}`);
    check('chat.example', `got "chat.example", want a URL: ${scheme}`);
    check('http://me:word@chat.example/', `got "http://chat.example/", want a URL: ${scheme}`);
    check('ws:chat.example', 'got "ws:chat.example", want a URL: it names no host');
    check('ws://', 'got "ws://", want a URL: it names no host');
    const port = 'there is no port 99999';
    check('ws://chat.example:99999/', `got "ws://chat.example:99999/", want a URL: ${port}`);
    check('wss://user:word@chat.example/', 'got a URL with a user, want one without');
  });
});

describe('the config', () => {
  test('is what blackbox_exporter takes, and plain headers too', async (t) => {
    const file = await temporaryFile(
      t,
      'config.yml',
      `modules:
  bare: { prober: websocket }
  empty: { prober: websocket, websocket: }
  whole:
    prober: websocket
    timeout: 5s
    websocket:
      preferred_ip_protocol: ip4
      ip_protocol_fallback: no
      http_config:
        basic_auth: { username: me, password: word }
        tls_config: { insecure_skip_verify: on }
        follow_redirects: false
        enable_http2: false
      headers:
        Host: chat.example
        Authorization: { secrets: [abc] }
        X-Number: 12
        X-Numbers: [1, 2.50, yes]
        X-Nothing:
        X-All: { values: [1], files: [/run/token] }
      query_response:
        - expect: '^hello'
          send: hi
        - { expect: '', send: !!binary AAE= }
`,
    );
    const loaded = await loadConfig(file, { builtIn: BUILT_IN_PROBES });
    assert.ok(loaded.outcome === 'loaded', JSON.stringify(loaded));
    assert.deepEqual(loaded.warnings, []);
    const module = loaded.config.modules.get('whole');
    assert.ok(module !== undefined);
    const { headers } = module.config as Config;
    assert.deepEqual(headers['X-Number']?.values, ['12']);
    assert.deepEqual(headers['X-Numbers']?.values, ['1', '2.50', 'yes']);
    assert.deepEqual(headers['X-All']?.values, ['1']);
    assert.deepEqual(headers['X-All']?.files, ['/run/token']);
  });

  test('says what is wrong', async () => {
    const check = async (config: object, ...wanted: readonly string[]): Promise<void> => {
      const { issues = [] } = await websocket.config['~standard'].validate(config);
      assert.deepEqual(
        issues.map(({ path = [], message }) => `${path.map(String).join('.')}: ${message}`),
        wanted,
      );
    };
    await check({ tls: true }, ': Unrecognized key: "tls"');
    await check({ source_ip_address: '::1' }, ': Unrecognized key: "source_ip_address"');
    await check(
      { http_config: { bearer_token: 'a', bearer_token_file: 'b' } },
      'http_config: got both bearer_token and bearer_token_file, want one of them',
    );
    await check(
      { query_response: [{ expect: ':[' }] },
      'query_response.0.expect: ":[" is not an RE2 regular expression: missing closing ]: `[`',
    );
  });

  test('is warned of what comes to nothing', async () => {
    const check = async (config: object, ...wanted: readonly string[]): Promise<void> => {
      const parsed = await websocket.config['~standard'].validate(config);
      assert.ok(parsed.issues === undefined);
      assert.deepEqual(websocket.warnings?.(parsed.value), wanted);
    };
    await check({ query_response: [{ expect: 'a', send: 'b' }, { send_raw: 'c' }] });
    const oauth2 = { client_id: 'a', client_secret: 'b', token_url: 'https://login.example/' };
    await check(
      {
        http_config: {
          oauth2,
          proxy_url: 'http://proxy.example:3128',
          http_headers: { 'X-A': { values: ['b'] } },
          tls_config: { min_version: 'TLS13', max_version: 'TLS12' },
        },
      },
      'http_config.oauth2: not used with WebSockets',
      'http_config.proxy_url: not used with WebSockets',
      'http_config.http_headers: not used with WebSockets',
      'http_config.tls_config.max_version is below min_version: every probe over TLS fails',
    );
    await check(
      { http_config: { proxy_from_environment: true, basic_auth: { password_ref: 'x' } } },
      'http_config.proxy_from_environment: not used with WebSockets',
      'http_config.basic_auth.password_ref refers to a manager of secrets, and there is none: every probe fails',
    );
    await check(
      { headers: { 'sec-websocket-KEY': 'a', 'Sec-WebSocket-Protocol': 'b', 'X Y': 'c' } },
      'headers.sec-websocket-KEY: belongs to the handshake itself, so every run fails',
      'headers.X Y: is no name of a header, so every run fails',
    );
    await check(
      {
        query_response: [
          { expect_bytes: 'a' },
          { expect: 'b', labels: [{ name: 'c', value: 'd' }], starttls: true },
        ],
      },
      'query_response.0.expect_bytes: not used with WebSockets',
      'query_response.1.labels: not used with WebSockets',
      'query_response.1.starttls: not used with WebSockets',
    );
  });
});
