import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../support/command.ts';
import { dispatched } from '../support/terminal.ts';

const CONFIG = `
modules: { open: { prober: tcp } }
targets: [{ name: own, module: open, target: 'h:1' }]
discovery:
  - { files: ['targets/*.json'], module: open }
  - { url: 'http://inventory.example/', module: open }
`;

/** A config beside a folder with one file of targets. */
async function configWith(t: TestContext, targets: string, config = CONFIG): Promise<string> {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'targets'));
  await writeFile(join(folder, 'targets', 'web.json'), targets);
  const file = join(folder, 'exporter.yml');
  await writeFile(file, config);
  return file;
}

test('check reads the files, from the folder of the config on, and asks no URL', async (t) => {
  const file = await configWith(t, '[{"targets": ["a:1", "b:2"]}]');

  const { code, stdout, stderr } = await dispatched('check', file);

  assert.equal(stderr, '');
  assert.equal(
    stdout,
    `${file}: valid, 1 modules, 1 targets, 2 more in files, 1 URLs not asked for targets\n`,
  );
  assert.equal(code, 0);
});

test('check says which entry of which file is amiss', async (t) => {
  const file = await configWith(t, '[{"targets": ["a:1", "nowhere"]}, {"targets": "x"}]');
  const web = file.replace('exporter.yml', 'targets/web.json');

  const { code, stderr } = await dispatched('check', file);

  assert.equal(code, 1);
  assert.deepEqual(stderr.trimEnd().split('\n'), [
    `${web}: 0: "nowhere": left out: got "nowhere", want host:port`,
    `${web}: 1: left out: targets: want a list of text such as "host:port"`,
  ]);
});

test('check says that a file is no list, and that one is not there', async (t) => {
  const config = CONFIG.replace('targets/*.json', "targets/web.json', 'gone.yml");
  const file = await configWith(t, '{}', config);

  const { code, stderr } = await dispatched('check', file);

  assert.equal(code, 1);
  assert.match(stderr, /cannot read the file .*\/gone\.yml: ENOENT/);
  assert.match(stderr, /targets\/web\.json: it is no list: want/);
});

test('plan counts the targets in files', async (t) => {
  const file = await configWith(t, '[{"targets": ["a:1", "b:2"]}]');

  const { stdout, stderr, code } = await dispatched(
    'plan',
    `--config.file=${file}`,
    '--output=json',
  );

  const { plan } = JSON.parse(stdout) as { readonly plan: { readonly targets: object } };
  assert.deepEqual(plan.targets, { scheduled: 3, onScrape: 0 });
  assert.equal(stderr, 'warning: 1 URLs not asked for targets\n');
  assert.equal(code, 0);
});

test('a source that cannot be is said with its place', async (t) => {
  const check = async (source: string, wanted: string): Promise<void> => {
    const config = `modules: { open: { prober: tcp } }\ndiscovery:\n  - ${source}\n`;
    const file = await configWith(t, '[]', config);
    const { code, stderr } = await dispatched('check', file);
    assert.equal(stderr.replaceAll(file, 'f'), `${wanted}\n`);
    assert.equal(code, 1);
  };

  await check(
    "{ files: ['a/*/b.json'] }",
    'f:3:15: discovery.0.files.0: got "a/*/b.json", want a path that ends in .json, .yml or .yaml, with * only in its last part',
  );
  await check('{ files: [] }', 'f:3:14: discovery.0.files: got a list of 0, want at least 1 items');
  await check('{ module: open }', 'f:3:5: discovery.0.files: missing, want a list');
  await check(
    '{ url: ftp://h/ }',
    'f:3:12: discovery.0.url: want a URL such as https://inventory.example/targets: its scheme is not http: or https:',
  );
  await check(
    '{ url: "http://h/", files: [a.json] }',
    'f:3:25: discovery.0.files: unknown key; known here: "authorization", "basic_auth", "bearer_token", "bearer_token_file", "enable_http2", "follow_redirects", "http_headers", "interval", "module", "no_proxy", "oauth2", "proxy_connect_header", "proxy_from_environment", "proxy_url", "refresh", "tls_config", "url"',
  );
  await check(
    '{ url: "http://h/", module: opn }',
    'f:3:33: discovery.0.module: got "opn", want the name of a module; known are "open"; did you mean "open"?',
  );
  await check(
    '{ url: "http://h/", refresh: 1ms }',
    'f:3:34: discovery.0.refresh: got "1ms", want a duration from 100ms to 24h',
  );
  await check(
    '{ url: "http://h/", bearer_token: x, basic_auth: { username: y } }',
    'f:3:5: discovery.0: got both basic_auth and a bearer token, want one of them',
  );
});
