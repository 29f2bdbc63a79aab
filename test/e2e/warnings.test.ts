import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run, serve, temporaryFile } from '../support/command.ts';

const PLUGIN = `
process.emitWarning('too many ears', 'MaxListenersExceededWarning');
process.emitWarning('new and shaky', 'ExperimentalWarning');
const schema = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } };
export default {
  name: 'shaky', help: 'Warns.', target: schema, config: schema, phases: ['one'], metrics: {}, async run() {},
};
`;

test('what Node warns of is logged as all the rest, and what is experimental as a detail', async (t) => {
  const plugin = await temporaryFile(t, 'shaky.mjs', PLUGIN);
  const config = `modules: { a: { prober: shaky } }\nplugins: [${plugin}]\n`;

  const usual = await serve(t, config);
  const talkative = await serve(t, config, '--log.level=debug');
  const quiet = (await usual.stop()).stderr;
  const whole = (await talkative.stop()).stderr;

  assert.match(
    quiet,
    /^time=\S+ level=WARN msg="node warns" name=MaxListenersExceededWarning message="too many ears"$/m,
  );
  assert.doesNotMatch(quiet, /shaky"/);
  assert.match(
    whole,
    /^time=\S+ level=DEBUG msg="node warns" name=ExperimentalWarning message="new and shaky"$/m,
  );
  for (const line of whole.trimEnd().split('\n')) assert.match(line, /^time=/);
});

test('a command that keeps no log says it in a line, or not at all', async (t) => {
  const plugin = await temporaryFile(t, 'shaky.mjs', PLUGIN);
  const file = await temporaryFile(
    t,
    'exporter.yml',
    `modules: { a: { prober: shaky } }\nplugins: [${plugin}]\n`,
  );

  const { stderr, code } = await run('check', file);

  assert.equal(code, 0);
  assert.equal(stderr, 'warning: MaxListenersExceededWarning: too many ears\n');
});
