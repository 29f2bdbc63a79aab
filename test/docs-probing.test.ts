import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openServices } from '../src/demo/services.ts';
import { dispatched } from './support/terminal.ts';

function example(page: string): readonly [command: string, output: string] {
  const text = readFileSync(new URL(`../${page}`, import.meta.url), 'utf8');
  const [, args = '', output = ''] =
    /^```console\n\$ (?:npx )?synthetic-exporter (probe .*)\n([^]*?)^```$/m.exec(text) ?? [];
  return [args, output];
}

/** What is another number every time, and the bars that go with it. */
function steady(text: string): string {
  return text
    .replace(/\d+\.\d+ ms/g, 'TIME')
    .replace(/ *[▏▎▍▌▋▊▉█]+ */g, ' BAR ')
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/, 'WHEN')
    .replace(/; its times may be too long by up to TIME/, '')
    .replace(/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/, 'DATE')
    .replace(/(probe_dns_lookup_time_seconds +)[\d.e-]+/, '$1SECONDS');
}

test('the example of probing by hand is what comes of it', async (t) => {
  const services = await openServices();
  t.after(services.close);
  const [args, wanted] = example('docs/probing.md');
  assert.match(args, /^probe http_2xx http:\/\/127\.0\.0\.1:9180\/basket /);

  const port = services.moved.get(9180) ?? 9180;
  const { code, stdout, stderr } = await dispatched(
    ...args.replace('9180', String(port)).split(' '),
  );

  assert.deepEqual([code, stderr], [1, '']);
  assert.equal(steady(stdout), steady(wanted));
});

test('the README shows the beginning of it', () => {
  const [args, wanted] = example('docs/probing.md');
  const [shown, beginning] = example('README.md');

  assert.equal(shown, args);
  assert.ok(beginning.length > 0 && wanted.startsWith(beginning), beginning);
});
