import assert from 'node:assert/strict';
import { test } from 'node:test';
import { follow, parsePath } from '../../../probes/sidecar/path.ts';
import type { Json } from '../../../probes/sidecar/payload.ts';

const ROOT: Json = {
  launched: 'then',
  none: null,
  deep: { list: [{ hits: 1 }, { hits: 2 }], 'odd key': 3, 'a"b': 4, 'kebab-case/x': 5, '': 6 },
  queue: { launched: 'later', length: 7 },
};
const AT_ROOT = { root: ROOT, here: ROOT, key: undefined };
const IN_QUEUE = { root: ROOT, here: { launched: 'later', length: 7 }, key: 'main' };

function check(path: string, wanted: Json | undefined, scope: typeof AT_ROOT | typeof IN_QUEUE) {
  assert.deepEqual(follow(parsePath(path), scope, path), wanted, path);
}

test('walks objects by name and lists by index', () => {
  check('launched', 'then', AT_ROOT);
  check('deep.list[1].hits', 2, AT_ROOT);
  check('deep["odd key"]', 3, AT_ROOT);
  check("deep['odd key']", 3, AT_ROOT);
  check('["deep"]["a\\"b"]', 4, AT_ROOT);
  check('["deep"]["\\u006fdd key"]', 3, AT_ROOT);
  check('deep.kebab-case/x', 5, AT_ROOT);
  check('deep[""]', 6, AT_ROOT);
  check('$.deep.list[0].hits', 1, AT_ROOT);
  check('$["deep"].list[0]["hits"]', 1, AT_ROOT);
  check('$', ROOT, AT_ROOT);
});

test('inside an element starts there, at $ from the root, at $key with its name', () => {
  check('launched', 'later', IN_QUEUE);
  check('$value.launched', 'later', IN_QUEUE);
  check('$value', { launched: 'later', length: 7 }, IN_QUEUE);
  check('$.launched', 'then', IN_QUEUE);
  check('$key', 'main', IN_QUEUE);
});

test('finds nothing where nothing is, or null on the way', () => {
  check('absent', undefined, AT_ROOT);
  check('absent.further[0]', undefined, AT_ROOT);
  check('deep.list[2].hits', undefined, AT_ROOT);
  check('none.further', undefined, AT_ROOT);
  check('none', null, AT_ROOT);
});

test('never finds what every object or list inherits', () => {
  check('__proto__', undefined, AT_ROOT);
  check('constructor.name', undefined, AT_ROOT);
  check('deep.toString', undefined, AT_ROOT);
  check('["hasOwnProperty"]', undefined, AT_ROOT);
});

test('says where a path meets what it cannot enter', () => {
  function refuse(path: string, message: string): void {
    assert.throws(
      () => follow(parsePath(path), AT_ROOT, path),
      { reason: 'payload', message },
      path,
    );
  }
  refuse('launched.year', 'launched.year meets "then" where "year" wants an object');
  refuse('deep.list.length', 'deep.list.length meets a list where "length" wants an object');
  refuse('deep.list.0', 'deep.list.0 meets a list where "0" wants an object');
  refuse('deep[0]', 'deep[0] meets an object where [0] wants a list');
  refuse('launched[0]', 'launched[0] meets "then" where [0] wants a list');
});

test('refuses a text that is no path', () => {
  function refuse(path: string, message: RegExp): void {
    assert.throws(() => parsePath(path), { message }, path);
  }
  refuse('', /^got an empty path$/);
  refuse('.a', /no path from character 1 on: want a\.b, a\[0\] or a\["odd key"\]$/);
  refuse('a.', /from character 2 on/);
  refuse('a..b', /from character 2 on/);
  refuse('a b', /from character 2 on/);
  refuse('a[', /from character 2 on/);
  refuse('a[-1]', /from character 2 on/);
  refuse('a[*]', /from character 2 on/);
  refuse('a[0]b', /from character 5 on/);
  refuse('a["\\x"]', /"\\x" is no JSON string$/);
  refuse('$launched', /after the \$ comes nothing, "value", or "key" alone$/);
  refuse('$key.a', /after the \$ comes nothing, "value", or "key" alone$/);
});
