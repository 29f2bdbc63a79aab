import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filePattern, nameMatcher } from '../../src/discovery/file-pattern.ts';

test('a pattern means names as in Prometheus: *, ? and brackets, also for names that begin with a dot', () => {
  const check = (pattern: string, name: string, wanted: boolean): void =>
    assert.equal(nameMatcher(pattern)(name), wanted, `${pattern} and ${name}`);

  check('*.json', 'a.json', true);
  check('*.json', '.json', true);
  check('*.json', 'a.json.new', false);
  check('*.json', 'axjson', false);
  check('web-*.json', 'web-1.json', true);
  check('web-*.json', 'db-web-1.json', false);
  check('a?.yml', 'ab.yml', true);
  check('a?.yml', 'aé.yml', true);
  check('a?.yml', 'a.yml', false);
  check('[a-c]*.yml', 'b1.yml', true);
  check('[^a-c]*.yml', 'b1.yml', false);
  check('a+(b).yml', 'a+(b).yml', true);
  check('a\\*.yml', 'a*.yml', true);
  check('a\\*.yml', 'ab.yml', false);
  check('*.json', 'line\nbreak.json', true);
});

test('a path has its pattern in its last part alone, and one of the endings', () => {
  const check = (path: string, wanted: boolean): void =>
    assert.equal(filePattern.safeParse(path).success, wanted, path);

  check('targets.json', true);
  check('/etc/targets/*.yml', true);
  check('targets/web-*.yaml', true);
  check('targets/*.JSON', true);
  check('targets/*/web.json', false);
  check('targets/*', false);
  check('targets.txt', false);
  check('targets.Json', false);
  check('[z-a].json', false);
  check('', false);
});
