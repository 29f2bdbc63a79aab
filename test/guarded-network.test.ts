import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { get, startWith, valueOf } from './support/exporter.ts';
import { listen } from './support/listen.ts';
import { startNameServer } from './support/name-server.ts';

async function portOf(t: Parameters<typeof listen>[0]): Promise<string> {
  const address = await listen(t, (socket) => socket.end());
  return address.split(':')[1] ?? '';
}

test('modules ask their own name servers, those of `defaults`, or those of the machine', async (t) => {
  const inside = await startNameServer(t, { 'A shop.example': ['127.0.0.1'] });
  const outside = await startNameServer(t, { 'A shop.example': ['127.0.0.2'] });
  const port = await portOf(t);
  const { url } = await startWith(
    t,
    `
modules:
  inside: { prober: tcp, name_servers: ['${inside.address}'] }
  outside: { prober: tcp }
  machine: { prober: tcp, name_servers: [] }
defaults: { name_servers: ['${outside.address}'] }
`,
  );
  const report = async (module: string, name = 'shop.example'): Promise<string> =>
    (await get(`${url}probe?module=${module}&target=${name}:${port}&debug=true`)).text;

  assert.match(await report('inside'), /shop\.example is 127\.0\.0\.1"/);
  assert.match(await report('outside'), /shop\.example is 127\.0\.0\.2"/);
  // The hosts file comes before every name server, and the machine's own have nothing to say of it.
  assert.match(await report('inside', 'localhost'), /localhost is (127\.0\.0\.1|::1)"/);
  assert.match(await report('machine', 'localhost'), /localhost is (127\.0\.0\.1|::1)"/);
  const questions = (asked: readonly string[]) => asked.filter((one) => one === 'A shop.example');
  assert.deepEqual(
    [questions(inside.asked), questions(outside.asked)],
    [['A shop.example'], ['A shop.example']],
  );
});

test('a reload changes the name servers of one module and leaves the targets of others alone', async (t) => {
  const before = await startNameServer(t, { 'A shop.example': ['127.0.0.1'] });
  const after = await startNameServer(t, { 'A shop.example': ['127.0.0.2'] });
  const port = await portOf(t);
  const config = (address: string): string => `
modules:
  moved: { prober: tcp, name_servers: ['${address}'] }
  still: { prober: tcp }
targets: [{ name: clock, module: still, target: '127.0.0.1:${port}', interval: 1h }]
`;
  const exporter = await startWith(t, config(before.address));
  const { url } = exporter;
  const hash = async (): Promise<string | undefined> =>
    valueOf(
      (await get(`${url}probe?module=moved&target=shop.example:${port}`)).text,
      'probe_ip_addr_hash',
    );
  const since = async (): Promise<string> =>
    (await get(`${url}metrics?scope=scheduled`)).text
      .split('\n')
      .filter((line) => line.startsWith('probe_runs_created{'))
      .join('\n');
  const [firstHash, firstSince] = [await hash(), await since()];

  await writeFile(exporter.file, config(after.address));
  assert.deepEqual(await exporter.reload(), []);

  assert.equal(firstHash, '3668918509');
  assert.equal(await hash(), '3618585652');
  assert.match(firstSince, /^probe_runs_created\{target="clock"/);
  assert.equal(await since(), firstSince);
});
