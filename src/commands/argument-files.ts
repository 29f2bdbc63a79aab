import { readFileSync } from 'node:fs';

/**
 * The arguments with each `@FILE` replaced by the lines of that file, an argument a line, which may name a file again;
 * `#` begins a comment line.
 */
export function withArgumentFiles(
  args: readonly string[],
  within: readonly string[] = [],
): readonly string[] {
  return args.flatMap((arg) => {
    if (!arg.startsWith('@')) return [arg];
    if (within.includes(arg)) throw new Error(`argument ${arg}: the file names itself`);
    return withArgumentFiles(linesOf(arg.slice(1)), [...within, arg]);
  });
}

function linesOf(file: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`argument @${file}: cannot be read: ${why}`, { cause });
  }
  return text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
}
