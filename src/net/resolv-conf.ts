import { hostname } from 'node:os';

/** What resolv.conf says, read as glibc does. */
export interface ResolvConf {
  /** Empty: whatever the system has. */
  readonly servers: readonly string[];
  readonly search: readonly string[];
  /** A name with at least this many dots is first tried as it is. */
  readonly ndots: number;
  readonly timeoutMs: number | undefined;
  readonly attempts: number | undefined;
}

const MAX_SERVERS = 3;
const OPTION = /\b([a-z]+):(\d+)/g;

export function parseResolvConf(text: string): ResolvConf {
  const servers: string[] = [];
  let search: readonly string[] = ownDomain();
  const options = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (/^[#;]/.test(line)) continue;
    const [keyword = '', ...words] = line.trim().split(/\s+/);
    const [first] = words;
    if (keyword === 'nameserver' && first !== undefined) servers.push(first);
    if (keyword === 'search') search = domains(words);
    if (keyword === 'domain') search = domains(words.slice(0, 1));
    for (const [, option = '', value] of keyword === 'options' ? line.matchAll(OPTION) : []) {
      options.set(option, Number(value));
    }
  }
  const timeout = options.get('timeout') || undefined;
  return {
    servers: servers.slice(0, MAX_SERVERS),
    search,
    ndots: Math.min(options.get('ndots') ?? 1, 15),
    timeoutMs: timeout === undefined ? undefined : Math.min(timeout, 30) * 1000,
    attempts: options.get('attempts') || undefined,
  };
}

/** The names to ask for, in turn, when somebody says this one. */
export function candidates(name: string, { search, ndots }: ResolvConf): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const dots = name.split('.').length - 1;
  const searched = search.map((domain) => `${name}.${domain}`);
  return dots >= ndots ? [name, ...searched] : [...searched, name];
}

/** A file without `search` and `domain` means the machine's own domain. */
function ownDomain(): readonly string[] {
  const [, ...labels] = hostname().split('.');
  return domains([labels.join('.')]);
}

function domains(words: readonly string[]): readonly string[] {
  return words.map((word) => word.replace(/^\.|\.$/g, '')).filter((domain) => domain !== '');
}
