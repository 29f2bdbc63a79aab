import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withArgumentFiles } from '../../src/commands/argument-files.ts';
import { temporaryFile } from '../support/command.ts';

test('a file of arguments stands for its lines', async (t) => {
  const file = await temporaryFile(
    t,
    'args',
    '# where to listen\n--web.listen-address=:9115\n\n--config.file=a b.yml\r\n',
  );

  assert.deepEqual(withArgumentFiles(['--config.check', `@${file}`, '--log.level', 'debug']), [
    '--config.check',
    '--web.listen-address=:9115',
    '--config.file=a b.yml',
    '--log.level',
    'debug',
  ]);
});

test('one that cannot be read is an error with its name', () => {
  assert.throws(
    () => withArgumentFiles(['@/nowhere/args']),
    /^Error: argument @\/nowhere\/args: cannot be read: ENOENT/,
  );
});
