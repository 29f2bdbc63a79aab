import { BUILT_IN_PROBES } from '../builtin.ts';
import { loadConfig } from '../config/load.ts';
import { rulesText } from '../rules/rules-text.ts';
import { sloRules } from '../rules/slo-rules.ts';
import type { Command } from './command.ts';
import { parseFlags } from './flags.ts';

export const rules: Command = {
  name: 'rules',
  summary: 'print rules for Prometheus that hold targets to their `slo`',
  usage: `Usage: synthetic-exporter rules [--config.file=FILE] > slo.yml

Prints recording and alerting rules for the targets that have an \`slo\`: alerts on the burn rate of the error budget over
several windows, and what is left of the budget. The same configuration gives the same file, byte for byte.
Exit code 1 if the configuration has an error.
`,
  async run(args, terminal) {
    const { values, positionals } = parseFlags(args, {
      'config.file': { type: 'string', default: 'blackbox.yml' },
    });
    const file = positionals[0] ?? values['config.file'];
    const loaded = await loadConfig(file, { builtIn: BUILT_IN_PROBES });
    for (const error of loaded.errors) terminal.complain(`${error}\n`);
    if (loaded.outcome === 'rejected') return 1;
    const groups = sloRules(loaded.config);
    if (groups.length === 0) terminal.complain(`${file}: no target has an \`slo\`\n`);
    terminal.print(rulesText(groups));
    return loaded.errors.length > 0 ? 1 : 0;
  },
};
