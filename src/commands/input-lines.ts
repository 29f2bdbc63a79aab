import type { Terminal } from './command.ts';

const MOST_BYTES = 16 * 2 ** 20;

/** The arguments with each `-` replaced by the lines of standard input; `#` begins a comment line. */
export async function withInputLines(
  args: readonly string[],
  { input }: Pick<Terminal, 'input'>,
): Promise<readonly string[]> {
  if (!args.includes('-')) return args;
  const lines = await linesOf(input);
  if (lines.length === 0) throw new Error('standard input has no line, want a target on each');
  return args.flatMap((arg) => (arg === '-' ? lines : [arg]));
}

async function linesOf(input: Terminal['input']): Promise<readonly string[]> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error('standard input has more than 16 MB, want less');
  }
  return Buffer.concat(chunks)
    .toString()
    .replace(/^\ufeff/, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
