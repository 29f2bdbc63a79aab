import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { run, temporaryFile } from '../support/command.ts';
import { startWith } from '../support/exporter.ts';
import { freePort } from '../support/free-port.ts';
import { serve } from '../support/serve.ts';
import { dispatched } from '../support/terminal.ts';

const CONFIG = `modules:
  web: { prober: http, timeout: 5s }
  open: { prober: tcp }
targets:
  - { name: shop, module: web, target: 'https://shop.example/health', interval: 10s }
  - { name: blog, module: web, target: 'http://blog.example/' }
  - { name: mail, module: open, target: 'mail.example:25', interval: scrape }
  - { name: also, module: web, target: 'https://shop.example/' }
`;

async function plan(t: TestContext, text: string, ...flags: readonly string[]) {
  const file = await temporaryFile(t, 'exporter.yml', text);
  const ended = await dispatched('plan', `--config.file=${file}`, ...flags);
  return { ...ended, stdout: ended.stdout.replaceAll(file, 'FILE'), file };
}

test('a plan in words', async (t) => {
  const { code, stdout, stderr } = await plan(t, CONFIG);

  assert.equal(stderr, '');
  assert.equal(code, 0);
  // Sizes and estimates are held by tests of their own.
  const plain = stdout
    .replace(/[\d.]+(?= MB| cores)/g, 'N')
    .replace(/(?<=series +|and )[\d.,]+/g, 'N');
  assert.equal(
    plain,
    `FILE: 2 modules, 4 targets (3 scheduled, 1 on scrape)

  series     N
             and N created timestamps, where they are series of their own
  a scrape   N MB in text, N MB in OpenMetrics
             N MB in protobuf, all before compression
  runs       0.233 per second on the schedule
             0.067 per second on scrape, with a scrape every 15s
  in flight  0.03 if a run takes 100ms
             2.17 if no target ever answers, at most 512
  CPU        about N cores kept busy
  memory     about N MB
  processes  1, each with --workers=1

requests per minute
  shop.example  10
  blog.example  4
  mail.example  4
`,
  );
});

test('nothing but modules can be planned', async (t) => {
  const { code, stdout } = await plan(t, 'modules: { web: { prober: http } }');

  assert.equal(code, 0);
  assert.match(stdout, /^FILE: 1 modules, 0 targets \(0 scheduled, 0 on scrape\)\n/);
  assert.match(stdout, /^ {2}series +0$/m);
});

test('a plan for programs', async (t) => {
  const { code, stdout } = await plan(t, CONFIG, '--output=json', '--scrape-interval=1m');
  const found = JSON.parse(stdout) as Record<string, unknown> & {
    plan: Record<string, Record<string, unknown>>;
  };

  assert.equal(code, 0);
  assert.deepEqual(Object.keys(found), ['file', 'premises', 'plan', 'exceeded']);
  assert.deepEqual(found['exceeded'], []);
  assert.deepEqual(found.plan['targets'], { scheduled: 3, onScrape: 1 });
  assert.equal(found.plan['load']?.['onScrapePerSecond'], 1 / 60);
  assert.deepEqual(found.plan['hosts'], {
    count: 3,
    most: [
      { host: 'shop.example', requestsPerMinute: 10 },
      { host: 'blog.example', requestsPerMinute: 4 },
      { host: 'mail.example', requestsPerMinute: 1 },
    ],
  });
});

test('the part of a shard', async (t) => {
  const parts = await Promise.all(
    [0, 1].map(async (index) => {
      const { stdout } = await plan(t, CONFIG, `--shard=${index}/2`, '--output=json');
      const { plan: own, premises } = JSON.parse(stdout) as {
        plan: { targets: { scheduled: number; onScrape: number } };
        premises: { shard: object };
      };
      assert.deepEqual(premises.shard, { index, count: 2 });
      return own.targets;
    }),
  );

  assert.equal(
    parts.reduce((sum, { scheduled }) => sum + scheduled, 0),
    3,
  );
  assert.equal(
    parts.reduce((sum, { onScrape }) => sum + onScrape, 0),
    1,
  );
});

test('a limit that is exceeded is told, and is exit code 1', async (t) => {
  const exceeded = async (flag: string, line: RegExp) => {
    const { code, stdout, stderr } = await plan(t, CONFIG, flag);
    assert.equal(code, 1, flag);
    assert.match(stderr, line);
    assert.match(stdout, /^FILE: 2 modules/, 'the plan is shown all the same');
  };

  await exceeded('--max-series=100', /^plan: got \d+ series, want at most 100 \(--max-series\)\n$/);
  await exceeded('--max-cores=0', /^plan: got [\d.e-]+ cores, want at most 0 \(--max-cores\)\n$/);
  await exceeded('--max-memory=1', /^plan: got [\d.]+ MB of memory, want at most 1 \(/);
  await exceeded(
    '--max-host-requests=9.5',
    /^plan: got 10 requests per minute to one host, want at most 9.5 \(--max-host-requests\)\n$/,
  );
  const { code, stderr } = await plan(t, CONFIG, '--max-host-requests=10', '--max-series=1000');
  assert.deepEqual([code, stderr], [0, '']);
});

test('a configuration with errors is exit code 1, with their places', async (t) => {
  const { code, stdout, stderr, file } = await plan(
    t,
    CONFIG.replace('module: open', 'module: no'),
  );

  assert.equal(code, 1);
  assert.equal(stdout, '');
  assert.match(stderr, new RegExp(`^${file}:7:27: targets\\.2\\.module: got "no"`));
});

test('what is no flag, or no value for one, is exit code 2', async (t) => {
  const refused = async (flag: string, why: string) => {
    const { code, stdout, stderr } = await plan(t, CONFIG, flag);
    assert.deepEqual([code, stdout, stderr], [2, '', `synthetic-exporter: ${why}\n`]);
  };

  await refused('--max-serie=1', "Unknown option '--max-serie'; --help lists the flags");
  await refused('more', 'unexpected argument "more"');
  await refused('--output=yaml', 'flag --output: got "yaml", want one of text, json');
  await refused('--cores=0', 'flag --cores: got "0", want a number from 1 to 1024');
  await refused('--scrape-interval=0s', 'flag --scrape-interval: got "0s", want more than nothing');
  await refused(
    '--typical-run=1',
    'flag --typical-run: got "1", want a duration such as "500ms", "5s" or "1m30s"',
  );
  await refused(
    '--shard=2/2',
    'flag --shard: got "2/2"; want a first number from 0 to 1: shards are counted from 0',
  );
  await refused(
    '--against=prod',
    'flag --against: got "prod", want the URL of an exporter: http://host:9115',
  );
});

test('against a running exporter: what is added, removed and changed', async (t) => {
  const { url } = await startWith(t, CONFIG, { routePrefix: '/probes/' });
  const next = CONFIG.replace('name: blog', 'name: news')
    .replace('interval: 10s', 'interval: 20s')
    .replace('prober: tcp', 'prober: tcp, timeout: 3s');

  const { code, stdout } = await plan(t, next, `--against=${url}probes/`);
  const same = await plan(t, CONFIG, `--against=${url}probes`);

  assert.equal(code, 0);
  assert.equal(
    stdout.slice(stdout.indexOf('\nmodules: ')),
    `
modules: 0 added, 0 removed, 1 changed, 1 unchanged
  ~ open: timeout

targets: 1 added, 1 removed, 2 changed, 1 unchanged
  + news
  - blog
  ~ shop: interval
  ~ mail: settings of open
`,
  );
  assert.match(same.stdout, /\ntargets: 0 added, 0 removed, 0 changed, 4 unchanged\n$/);
});

test('an exporter that cannot be asked is exit code 2', async (t) => {
  const server = createServer((request, response) => {
    response.statusCode = request.headers.authorization === undefined ? 401 : 200;
    response.end(request.headers.authorization);
  });
  const host = `127.0.0.1:${await serve(t, server)}`;
  const refused = async (url: string, why: string) => {
    const { code, stdout, stderr } = await plan(t, CONFIG, `--against=${url}`);
    assert.deepEqual([code, stdout, stderr], [2, '', `synthetic-exporter: ${why}\n`]);
  };

  await refused(`http://${host}`, `http://${host}/config: got 401, want 200`);
  await refused(
    `http://me:secret@${host}/`,
    `http://me:xxxxx@${host}/config: it is no configuration: Invalid input: expected object, received string`,
  );
  const port = await freePort();
  await refused(
    `http://127.0.0.1:${port}`,
    `http://127.0.0.1:${port}/config: connect ECONNREFUSED 127.0.0.1:${port}`,
  );
});

test('the command ends with these codes', async (t) => {
  const file = await temporaryFile(t, 'exporter.yml', CONFIG);
  const plan = (...flags: readonly string[]) => run('plan', `--config.file=${file}`, ...flags);

  const [good, exceeded, usage] = await Promise.all([
    plan(),
    plan('--max-series=1'),
    plan('--max-series=few'),
  ]);

  assert.deepEqual([good.code, exceeded.code, usage.code], [0, 1, 2]);
  assert.match(good.stdout, /^ {2}processes {2}1, each with --workers=1$/m);
});
