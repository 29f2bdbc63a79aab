import { readdirSync, readFileSync } from 'node:fs';

const RULES = new URL('../../prometheus/rules/', import.meta.url);
// Of the targets that deploy/exporter.yml lists, and of no others.
const OF_THE_LIST = 'slo.yml';

/** What says the same as deploy/prometheus/rules to others than Prometheus itself, by its path in deploy/. */
export function ruleFiles(): ReadonlyMap<string, string> {
  const ofAll = readdirSync(RULES)
    .sort()
    .filter((file) => file !== OF_THE_LIST);
  const rules = groupsOf(ofAll);
  return new Map([
    ['kubernetes/operator/rules.yaml', resource('synthetic-exporter', rules)],
    ['kubernetes/operator/slo.yaml', resource('synthetic-exporter-slo', groupsOf([OF_THE_LIST]))],
    ['helm/synthetic-exporter/files/rules.yml', `${NOTE}${rules}`],
  ]);
}

const NOTE = '# From deploy/prometheus/rules, by `npm run rules`. Change it there.\n';

function resource(name: string, groups: string): string {
  return `${NOTE}apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: ${name} }
spec:
${groups.replaceAll(/^(?=.)/gm, '  ')}`;
}

/** As text, so that their comments stay. */
function groupsOf(files: readonly string[]): string {
  const texts = files.map((file) => {
    const [, groups] = readFileSync(new URL(file, RULES), 'utf8').split(/^groups:\n/m);
    if (groups === undefined) throw new Error(`${file}: got no line "groups:", want one`);
    return groups.endsWith('\n') ? groups : `${groups}\n`;
  });
  return `groups:\n${texts.join('')}`;
}
