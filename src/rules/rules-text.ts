import { stringify } from 'yaml';
import type { RuleGroup } from './rule.ts';

const HEADING = `# Made by \`synthetic-exporter rules\` from the targets that have an \`slo\`: change it there, and make this file anew.
`;

/** The same for the same config, byte for byte. */
export function rulesText(groups: readonly RuleGroup[]): string {
  // Alerts share their annotations, and nobody likes to read YAML with anchors.
  return HEADING + stringify({ groups }, { lineWidth: 0, aliasDuplicateObjects: false });
}
