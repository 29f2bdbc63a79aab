import { type ParseArgsConfig, parseArgs } from 'node:util';
import { parseDuration } from '../config/duration.ts';

type FlagSpecs = NonNullable<ParseArgsConfig['options']>;
type Parsed<Specs extends FlagSpecs> = ReturnType<
  typeof parseArgs<{ options: Specs; allowPositionals: true; allowNegative: true; tokens: true }>
>;

/** Reads `--flag=value`, `--flag value`, `--flag` and `--no-flag`; anything else is an error that says so. */
export function parseFlags<const Specs extends FlagSpecs>(
  args: readonly string[],
  options: Specs,
): Pick<Parsed<Specs>, 'values' | 'positionals'> {
  const { values, positionals, tokens } = parse(args, options);
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (seen.has(token.name) && options[token.name]?.multiple !== true) {
      throw new Error(`flag --${token.name} is given twice`);
    }
    seen.add(token.name);
  }
  return { values, positionals };
}

function parse<const Specs extends FlagSpecs>(
  args: readonly string[],
  options: Specs,
): Parsed<Specs> {
  try {
    const settings = { allowPositionals: true, allowNegative: true, tokens: true } as const;
    return parseArgs({ args: [...args], options, ...settings });
  } catch (error) {
    // Node's second sentence tells of positionals, which does not help here.
    const [first] = (error as Error).message.split(/\.\s/);
    throw new Error(`${first}; --help lists the flags`, { cause: error });
  }
}

/** A number from a flag, within bounds. */
export function numberFlag(
  name: string,
  text: string,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new Error(`flag --${name}: got "${text}", want a number from ${min} to ${max}`);
}

/** The same without a fraction. */
export function wholeNumberFlag(name: string, text: string, min: number): number {
  const value = numberFlag(name, text, min);
  if (Number.isInteger(value)) return value;
  throw new Error(`flag --${name}: got "${text}", want a whole number`);
}

/** Milliseconds from a flag: more than none. */
export function durationFlag(name: string, text: string): number {
  let ms: number;
  try {
    ms = parseDuration(text);
  } catch (cause) {
    throw new Error(`flag --${name}: ${cause instanceof Error ? cause.message : text}`, { cause });
  }
  if (ms > 0) return ms;
  throw new Error(`flag --${name}: got "${text}", want more than nothing`);
}

/** One word of a closed list from a flag. */
export function wordFlag<const Words extends readonly string[]>(
  name: string,
  text: string,
  words: Words,
): Words[number] {
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  throw new Error(`flag --${name}: got "${text}", want one of ${words.join(', ')}`);
}
