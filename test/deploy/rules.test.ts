import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { OWN_TROUBLE_REASONS } from '../../src/failure.ts';
import { run } from '../support/command.ts';
import { promtool } from '../support/programs.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DEPLOY = join(ROOT, 'deploy');
const RULES = join(DEPLOY, 'prometheus/rules');
const TESTS = fileURLToPath(new URL('rules', import.meta.url));

interface RuleFile {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
}

interface Rule {
  readonly alert?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const files = readdirSync(RULES).filter((name) => name.endsWith('.yml'));
const alerts = files
  .map((name) => parse(readFileSync(join(RULES, name), 'utf8')) as RuleFile)
  .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules))
  .filter(({ alert }) => alert !== undefined);

test('promtool finds nothing wrong with the rules', async () => {
  const paths = files.map((name) => join(RULES, name));
  const said = await promtool('check', 'rules', '--lint=all', '--lint-fatal', ...paths);
  assert.equal(said.match(/SUCCESS/g)?.length, files.length, said);
});

suite('the rules hold their cases:', () => {
  for (const name of readdirSync(TESTS).filter((name) => name.endsWith('.yml'))) {
    test(name, async () => {
      assert.match(await promtool('test', 'rules', join(TESTS, name)), /SUCCESS/);
    });
  }
});

test('the rules and the exporter agree on which reasons are the prober’s own', () => {
  const text = readFileSync(join(RULES, 'availability.yml'), 'utf8');
  const [, reasons = ''] = /probe_failure_info\{reason=~"([^"]+)"\}/.exec(text) ?? [];

  assert.deepEqual(reasons.split('|'), [...OWN_TROUBLE_REASONS].sort());
});

test('every alert says how bad it is, what is the matter, where to look and what to do', () => {
  for (const { alert = '', labels = {}, annotations = {} } of alerts) {
    assert.match(
      labels['severity'] ?? '',
      /^(page|ticket|none)$|\$labels\.severity.*(page|ticket)/,
      alert,
    );
    assert.deepEqual(
      Object.keys(annotations),
      ['summary', 'description', 'page', 'runbook'],
      alert,
    );
    assert.equal(annotations['runbook'], `docs/alerts.md#${alert.toLowerCase()}`);
  }
});

test('every alert has a case in which it fires, and one in which it must not', () => {
  for (const name of new Set(alerts.map(({ alert = '' }) => alert))) {
    const cases = readdirSync(TESTS)
      .map((file) => parse(readFileSync(join(TESTS, file), 'utf8')) as Cases)
      .flatMap(({ tests }) => tests.flatMap((one) => one.alert_rule_test ?? []))
      .filter(({ alertname }) => alertname === name);
    assert.ok(
      cases.some(({ exp_alerts: wanted = [] }) => wanted.length > 0),
      `${name} fires`,
    );
    assert.ok(
      cases.some(({ exp_alerts: wanted = [] }) => wanted.length === 0) || name === ALWAYS,
      `${name} does not`,
    );
  }
});

// That it never ceases is what it is for.
const ALWAYS = 'SyntheticWatchdog';

interface Cases {
  readonly tests: readonly {
    readonly alert_rule_test?: readonly {
      readonly alertname: string;
      readonly exp_alerts?: readonly unknown[];
    }[];
  }[];
}

test('every alert has a heading in docs/alerts.md, and every heading an alert', () => {
  const headings = readFileSync(join(ROOT, 'docs/alerts.md'), 'utf8').matchAll(/^## (.+)$/gm);
  const texts = ruleFiles().map((name) => readFileSync(join(DEPLOY, name), 'utf8'));
  const named = texts.flatMap((text) => [...text.matchAll(/^\s*(?:- )?alert: (\w+)$/gm)]);

  assert.deepEqual(
    Array.from(headings, ([, heading = '']) => heading).sort(),
    [...new Set(named.map(([, alert = '']) => alert))].sort(),
  );
});

/** Wherever in deploy/ they are. */
function ruleFiles(): readonly string[] {
  return readdirSync(DEPLOY, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ya?ml$/.test(name),
  );
}

test('the rules of targets with an slo are those of the sample: synthetic-exporter rules', async () => {
  const sample = join(DEPLOY, 'exporter.yml');
  const { stdout, stderr } = await run('rules', `--config.file=${sample}`);

  assert.equal(stderr, '');
  assert.equal(readFileSync(join(RULES, 'slo.yml'), 'utf8'), stdout);
});
