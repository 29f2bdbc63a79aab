import { withArgumentFiles } from './argument-files.ts';
import type { Command, Terminal } from './command.ts';

// Each is loaded by those who name it. Most of the program hangs on this one.
const serve = async (): Promise<Command> => (await import('./serve.ts')).serve;
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['serve', serve],
  ['check', async () => (await import('./check.ts')).check],
  ['plan', async () => (await import('./plan.ts')).plan],
  ['rules', async () => (await import('./rules.ts')).rules],
  ['probe', async () => (await import('./probe.ts')).probe],
  ['export', async () => (await import('./export.ts')).exportPages],
  ['demo', async () => (await import('./demo.ts')).demo],
]);

/** Runs the command that the arguments name; the exit code. Never rejects. */
export async function dispatch(args: readonly string[], terminal: Terminal): Promise<number> {
  const [first = ''] = args;
  const named = await COMMANDS.get(first)?.();
  if (named === undefined && first !== '' && !/^[-@]/.test(first)) {
    terminal.complain(`synthetic-exporter: no such command "${first}"; --help lists them\n`);
    return 1;
  }
  try {
    return await run(named, named === undefined ? args : args.slice(1), terminal);
  } catch (error) {
    terminal.complain(`synthetic-exporter: ${sentence(error)}\n`);
    return 1;
  }
}

const HELP: readonly string[] = ['-h', '--help', '--help-long', '--help-man'];

async function run(
  named: Command | undefined,
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const isServe = named === undefined || named.name === 'serve';
  // Elsewhere an @ may begin a target.
  const whole = isServe ? withArgumentFiles(args) : args;
  if (whole.includes('--version'))
    return printed(terminal, `synthetic-exporter ${terminal.version}\n`);
  if (whole.some((arg) => HELP.includes(arg))) return printed(terminal, await help(named));
  return (named ?? (await serve())).run(whole, terminal);
}

function printed(terminal: Terminal, text: string): number {
  terminal.print(text);
  return 0;
}

async function help(named: Command | undefined): Promise<string> {
  if (named !== undefined) return named.usage;
  const commands = await Promise.all(Array.from(COMMANDS.values(), (load) => load()));
  const { usage } = await serve();
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(8)} ${summary}\n`);
  return `Usage: synthetic-exporter [COMMAND] [flags]; COMMAND --help tells more\n\n${lines.join('')}\n${usage}`;
}

/** One clear line for what an operator can mend; the whole stack for what only we can. */
function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `port ${String(error.port)} is already in use; --web.listen-address chooses another`;
  }
  const isOurs =
    error instanceof TypeError ||
    error instanceof ReferenceError ||
    error.message.startsWith('BUG');
  return isOurs ? (error.stack ?? error.message) : error.message;
}
