import assert from 'node:assert/strict';
import { test } from 'node:test';
import { get, startWith } from './support/exporter.ts';
import { listen } from './support/listen.ts';

const MODULES = `modules:
  login:
    prober: tcp
    timeout: 5s
    tcp: { query_response: [{ send: PASS swordfish }, { expect: '^200' }] }
`;

test('who wants to know each step of a run finds it in the log, without secrets', async (t) => {
  const address = await listen(t, (socket) => {
    socket.once('data', () => socket.end('200 welcome\n'));
  });
  const exporter = await startWith(t, MODULES, { tellsSteps: true });

  await get(`${exporter.url}probe?module=login&target=${address}`);

  const about = `module=login target=${address}`;
  const told = exporter.log.filter((line) => line.includes('probe '));
  assert.ok(told.length > 2, told.join(''));
  for (const line of told.slice(0, -1))
    assert.match(line, new RegExp(` level=DEBUG msg="probe step" ${about} step=.* seconds=`));
  assert.match(
    told.at(-1) ?? '',
    new RegExp(` level=DEBUG msg="probe succeeded" ${about} seconds`),
  );
  assert.doesNotMatch(told.join(''), /swordfish/);
});

test('for everybody else a run that succeeded is worth no word', async (t) => {
  const address = await listen(t, (socket) => {
    socket.once('data', () => socket.end('200 welcome\n'));
  });
  const exporter = await startWith(t, MODULES);

  await get(`${exporter.url}probe?module=login&target=${address}`);

  assert.doesNotMatch(exporter.log.join(''), /probe (?:step|succeeded)/);
});
