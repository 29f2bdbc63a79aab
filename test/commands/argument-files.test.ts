import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

test('a file of arguments may name another, but not itself', async (t) => {
  const inner = await temporaryFile(t, 'inner', '--log.level=debug\n');
  const outer = await temporaryFile(t, 'outer', `@${inner}\n--config.check\n@${inner}\n`);
  const round = join(dirname(outer), 'round');
  await writeFile(round, `@${round}\n`);

  assert.deepEqual(withArgumentFiles([`@${outer}`]), [
    '--log.level=debug',
    '--config.check',
    '--log.level=debug',
  ]);
  assert.throws(() => withArgumentFiles([`@${round}`]), /: the file names itself$/);
});

test('one that cannot be read is an error with its name', () => {
  assert.throws(
    () => withArgumentFiles(['@/nowhere/args']),
    /^Error: argument @\/nowhere\/args: cannot be read: ENOENT/,
  );
});
