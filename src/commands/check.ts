import { BUILT_IN_PROBES } from '../builtin.ts';
import { loadConfig } from '../config/load.ts';
import type { Command } from './command.ts';
import { parseFlags } from './flags.ts';

export const check: Command = {
  name: 'check',
  summary: 'say everything that is wrong with a configuration',
  usage: `Usage: synthetic-exporter check [--config.file=FILE]

Prints every error as file:line:column: path: message, then every warning.
Exit code 1 if there is an error.
`,
  async run(args, terminal) {
    const { values, positionals } = parseFlags(args, {
      'config.file': { type: 'string', default: 'blackbox.yml' },
    });
    const file = positionals[0] ?? values['config.file'];
    const loaded = await loadConfig(file, { builtIn: BUILT_IN_PROBES });
    if (loaded.outcome === 'rejected') {
      for (const error of loaded.errors) terminal.complain(`${error}\n`);
      return 1;
    }
    for (const error of loaded.errors) terminal.complain(`${error}\n`);
    for (const warning of loaded.warnings) terminal.complain(`warning: ${warning}\n`);
    if (loaded.errors.length > 0) return 1;
    const { modules, targets } = loaded.config;
    terminal.print(`${file}: valid, ${modules.size} modules, ${targets.length} targets\n`);
    return 0;
  },
};
