import { setTimeout } from 'node:timers/promises';
import { PAGE_NAME } from '../config/pages.ts';
import { openFolder } from '../export/folder.ts';
import { openSource, type Source } from '../export/source.ts';
import { writePages } from '../export/write-pages.ts';
import type { Command, Terminal } from './command.ts';
import { durationFlag, parseFlags } from './flags.ts';

// `export` is a word of the language.
export const exportPages: Command = {
  name: 'export',
  summary: 'write the status pages of a running exporter into files that outlive it',
  usage: `Usage: synthetic-exporter export DIR [flags]

  --from=URL             the exporter (default http://localhost:9115/); may name a user: https://user@host
  --password-file=FILE   the password of that user
  --page=NAME            this page alone, in DIR itself; else each page in a folder of its name
  --every=T              write them again and again, until a signal comes

Writes index.html and a file for each target, complete in themselves, with links that work wherever the folder lies.
Nobody sees a file that is half written. Files of targets that are gone are removed, others in DIR are left alone. If
the exporter does not answer, all stays as it is.
Exit code 1 if not all could be written, 2 if the flags are wrong.
`,
  async run(args, terminal) {
    let flags: Flags;
    try {
      flags = read(args);
    } catch (error) {
      terminal.complain(`synthetic-exporter: ${(error as Error).message}\n`);
      return 2;
    }
    return write(flags, terminal);
  },
};

const FLAGS = {
  from: { type: 'string', default: 'http://localhost:9115/' },
  'password-file': { type: 'string' },
  page: { type: 'string' },
  every: { type: 'string' },
} as const;

interface Flags {
  readonly folder: string;
  readonly url: URL;
  readonly passwordFile: string | undefined;
  readonly page: string | undefined;
  readonly everyMs: number | undefined;
}

function read(args: readonly string[]): Flags {
  const { values, positionals } = parseFlags(args, FLAGS);
  const [folder, ...more] = positionals;
  if (folder === undefined || folder === '') throw new Error('want a folder to write into');
  if (more.length > 0) throw new Error(`unexpected argument "${more[0]}"`);
  const { from, page, every } = values;
  const url = URL.canParse(from) ? new URL(from) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new Error('flag --from: want the URL of an exporter: http://host:9115');
  const passwordFile = values['password-file'];
  if (passwordFile !== undefined && (url.username === '' || url.password !== ''))
    throw new Error(
      'flag --password-file: want a user and no password in --from: https://user@host',
    );
  if (page !== undefined && !PAGE_NAME.test(page))
    throw new Error(`flag --page: got "${page}", which is no name of a page`);
  const everyMs = every === undefined ? undefined : durationFlag('every', every);
  if (everyMs !== undefined && (everyMs < SHORTEST_MS || everyMs > LONGEST_MS))
    throw new Error(`flag --every: got "${every}", want a duration from 1s to 24h`);
  return { folder, url, passwordFile, page, everyMs };
}

const SHORTEST_MS = 1000;
const LONGEST_MS = 24 * 3_600_000;

async function write(flags: Flags, terminal: Terminal): Promise<number> {
  const { url, passwordFile, everyMs } = flags;
  const stop = new AbortController();
  void terminal.stopped.then((signal) => stop.abort(new Error(`stopped by ${signal}`)));
  const source = openSource({ url, passwordFile, signal: stop.signal });
  let told = '';
  for (;;) {
    const { isWritten, text } = await attempt(flags, source);
    if (everyMs !== undefined && stop.signal.aborted) return 0;
    // The same again and again says nothing new.
    if (text !== told) (isWritten ? terminal.print : terminal.complain)(text);
    told = text;
    if (everyMs === undefined) return isWritten ? 0 : 1;
    await setTimeout(everyMs, undefined, { signal: stop.signal }).catch(() => {});
    if (stop.signal.aborted) return 0;
  }
}

interface Attempt {
  readonly isWritten: boolean;
  /** What there is to say about it. */
  readonly text: string;
}

async function attempt({ folder: path, page, everyMs }: Flags, source: Source): Promise<Attempt> {
  try {
    const folder = await openFolder(path);
    const { pages, targets } = await writePages({ source, folder, page, everyMs });
    return {
      isWritten: true,
      text: `${path}: ${counted(pages, 'page')}, ${counted(targets, 'target')}\n`,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { isWritten: false, text: `synthetic-exporter: ${why}\n` };
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
