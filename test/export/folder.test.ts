import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openFolder } from '../../src/export/folder.ts';
import { temporaryFolder } from '../support/command.ts';

const LIST = '.synthetic-exporter.json';

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}

test('what is gone is removed if it was ours, with folders that are empty by then', async (t) => {
  const path = await temporaryFolder(t);
  const first = await openFolder(path);
  await first.claim(['a/index.html', 'a/targets/one.html', 'b/index.html']);
  for (const file of ['a/index.html', 'a/targets/one.html', 'b/index.html'])
    await first.write(file, 'first');
  await writeFile(join(path, 'b/robots.txt'), 'theirs');

  const second = await openFolder(path);
  await second.claim(['index.html']);
  await second.write('index.html', 'second');
  await second.keep(['index.html']);

  assert.deepEqual(await filesIn(path), [LIST, 'b/robots.txt', 'index.html']);
  assert.deepEqual((await readdir(path)).sort(), [LIST, 'b', 'index.html']);
  assert.equal(await readFile(join(path, 'index.html'), 'utf8'), 'second');
});

test('a file of somebody else is not written over, nor is anything else then', async (t) => {
  const path = await temporaryFolder(t);
  await writeFile(join(path, 'index.html'), 'theirs');
  const folder = await openFolder(path);

  await assert.rejects(folder.claim(['targets/a.html', 'index.html']), {
    message: `${path}/index.html was not written by this command, and is left alone: choose another folder`,
  });

  assert.deepEqual(await filesIn(path), ['index.html']);
  assert.equal(await readFile(join(path, 'index.html'), 'utf8'), 'theirs');
});

test('a list that was tampered with leads to nothing outside, and to no other files', async (t) => {
  const above = await temporaryFolder(t);
  const path = join(above, 'pages');
  await mkdir(path);
  await writeFile(join(above, 'precious.html'), '');
  await writeFile(join(path, 'notes.txt'), '');
  const files = [
    '../precious.html',
    `${above}/precious.html`,
    'notes.txt',
    'targets/../../precious.html',
    '.',
  ];
  await writeFile(join(path, LIST), JSON.stringify({ files }));

  const folder = await openFolder(path);
  await folder.claim(['index.html']);
  await folder.write('index.html', '');
  await folder.keep([]);

  assert.deepEqual(await filesIn(above), [`pages/${LIST}`, 'pages/notes.txt', 'precious.html']);
  await writeFile(join(path, LIST), '{"files": 3}');
  await assert.rejects(openFolder(path), /\.synthetic-exporter\.json: is not the list of files/);
});

test('a link is replaced, and what it leads to stays', async (t) => {
  const path = await temporaryFolder(t);
  const folder = await openFolder(path);
  await folder.claim(['index.html']);
  await writeFile(join(path, 'theirs.txt'), 'theirs');
  await symlink(join(path, 'theirs.txt'), join(path, 'index.html'));

  await folder.write('index.html', 'ours');

  assert.equal(await readFile(join(path, 'theirs.txt'), 'utf8'), 'theirs');
  assert.equal(await readFile(join(path, 'index.html'), 'utf8'), 'ours');
});

test('a link in the place of a draft leads nowhere', async (t) => {
  const path = await temporaryFolder(t);
  const folder = await openFolder(path);
  await folder.claim(['index.html']);
  await writeFile(join(path, 'theirs.txt'), 'theirs');
  await symlink(join(path, 'theirs.txt'), join(path, '.index.html.new'));

  await folder.write('index.html', 'ours');

  assert.equal(await readFile(join(path, 'theirs.txt'), 'utf8'), 'theirs');
  assert.equal(await readFile(join(path, 'index.html'), 'utf8'), 'ours');
  assert.deepEqual(await filesIn(path), [LIST, 'index.html', 'theirs.txt']);
});
