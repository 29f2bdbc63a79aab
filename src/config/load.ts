import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { assemble } from './assemble.ts';
import type { Config } from './config.ts';
import { report } from './locate.ts';
import { maskedAddress, maskKnown } from './mask.ts';
import { parse } from './parse.ts';
import type { Problem } from './problem.ts';
import type { Secrets } from './secrets.ts';

export type Loaded =
  | {
      readonly outcome: 'loaded';
      readonly config: Config;
      /** What cannot work here and stops nothing else. */
      readonly errors: readonly string[];
      readonly warnings: readonly string[];
    }
  | { readonly outcome: 'rejected'; readonly errors: readonly string[] };

export interface LoadOptions {
  /** The folder of the built-in probes. */
  readonly builtIn: URL;
  /** What the file says, if it has been read already. */
  readonly text?: string | undefined;
}

/** Reads and checks a file. Says every error at once, each with its place; never rejects over what is in the file. */
export async function loadConfig(
  file: string,
  { builtIn, text: known }: LoadOptions,
): Promise<Loaded> {
  const text = known ?? (await readOrSay(file));
  if (typeof text !== 'string') return { outcome: 'rejected', errors: [text.error] };
  const parsed = await parse(text).catch((error: unknown) => unreadable(file, error));
  if ('error' in parsed) return { outcome: 'rejected', errors: [parsed.error] };
  const say = (problems: readonly Problem[], secrets: Secrets): readonly string[] => {
    const clean = problems.map((problem) => withoutSecrets(problem, secrets));
    return report(file, parsed, clean);
  };
  if (parsed.problems.length > 0) {
    return { outcome: 'rejected', errors: say(parsed.problems, parsed.secrets) };
  }
  const { config, unsupported, warnings, secrets } = await assemble(parsed, {
    text,
    builtIn,
    configFile: resolve(file),
  });
  return config.outcome === 'valid'
    ? {
        outcome: 'loaded',
        config: config.value,
        errors: say(unsupported, secrets),
        warnings: say([...parsed.warnings, ...warnings], secrets),
      }
    : { outcome: 'rejected', errors: say(config.problems, secrets) };
}

/** The text of a config file, or why it cannot be had. */
export async function readOrSay(file: string): Promise<string | { readonly error: string }> {
  try {
    return await readText(file);
  } catch (error) {
    return unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): { readonly error: string } {
  const why = error instanceof Error ? error.message : String(error);
  return { error: `${file}: cannot be read: ${why}` };
}

const MAX_BYTES = 16 * 1024 * 1024;

/** The text of a config file, within limits. */
export async function readText(file: string): Promise<string> {
  await using handle = await open(file);
  const chunks: Buffer[] = [];
  let size = 0;
  // A device or a pipe does not say how much it holds.
  for await (const chunk of handle.createReadStream() as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error(`it has more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return decoded(Buffer.concat(chunks));
}

/** Some editors and shells write UTF-16, and say so in a mark at the start. */
function decoded(bytes: Buffer): string {
  const mark = bytes.toString('hex', 0, 2);
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding, { fatal: true }).decode(bytes);
}

function withoutSecrets(problem: Problem, { texts }: Secrets): Problem {
  return { ...problem, message: maskKnown(maskedAddress(problem.message), texts) };
}
