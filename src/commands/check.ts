import { BUILT_IN_PROBES } from '../builtin.ts';
import { loadConfig } from '../config/load.ts';
import { withTargetsInFiles } from '../discovery/in-files.ts';
import type { Command } from './command.ts';
import { parseFlags } from './flags.ts';

export const check: Command = {
  name: 'check',
  summary: 'say everything that is wrong with a configuration',
  usage: `Usage: synthetic-exporter check [--config.file=FILE]

Prints every error as file:line:column: path: message, then every warning. The files that discovery names are read, too;
its URLs are not asked. Exit code 1 if there is an error.
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
    const { config, problems, urls } = await withTargetsInFiles(loaded.config);
    for (const problem of problems) terminal.complain(`${problem}\n`);
    if (loaded.errors.length + problems.length > 0) return 1;
    const found = config.targets.length - loaded.config.targets.length;
    const counts = [
      `${config.modules.size} modules, ${loaded.config.targets.length} targets`,
      ...(found > 0 ? [`${found} more in files`] : []),
      ...(urls > 0 ? [`${urls} URLs not asked for targets`] : []),
    ];
    terminal.print(`${file}: valid, ${counts.join(', ')}\n`);
    return 0;
  },
};
