import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse, stringify } from 'yaml';
import { ruleFiles } from '../../deploy/kubernetes/src/rule-files.ts';
import { temporaryFile } from '../support/command.ts';
import { built } from '../support/kustomize.ts';
import { promtool } from '../support/programs.ts';

const DEPLOY = new URL('../../deploy/', import.meta.url);
const RULES = new URL('prometheus/rules/', DEPLOY);

test('the rules for the operator and the chart are those of Prometheus: npm run rules', () => {
  for (const [path, text] of ruleFiles())
    assert.equal(readFileSync(new URL(path, DEPLOY), 'utf8'), text, path);
});

test('the operator gives Prometheus every group, and none twice', async (t) => {
  const resources = (await built('operator')).filter(({ kind }) => kind === 'PrometheusRule');
  const told = resources.flatMap(({ spec }) => spec.groups);
  const groups = readdirSync(RULES).flatMap(
    (file) => parse(readFileSync(new URL(file, RULES), 'utf8')).groups as typeof told,
  );

  assert.deepEqual(byName(told), byName(groups));
  const file = await temporaryFile(t, 'rules.yml', stringify({ groups: told }));
  assert.match(await promtool('check', 'rules', '--lint-fatal', file), /SUCCESS: \d+ rules/);
});

function byName<Group extends { readonly name: string }>(groups: readonly Group[]) {
  return groups.toSorted((one, other) => one.name.localeCompare(other.name));
}
