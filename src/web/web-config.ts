import { dirname, resolve } from 'node:path';
import type { SecureContextOptions } from 'node:tls';
import { type ParsedText, parseText } from '../config/document.ts';
import { readText } from '../config/load.ts';
import { report } from '../config/locate.ts';
import { maskKnown } from '../config/mask.ts';
import type { Problem } from '../config/problem.ts';
import { check, isNothing } from '../config/validate.ts';
import { reloaded } from './reloaded.ts';
import { type WebSettings, webSettings } from './settings.ts';
import { readTlsMaterial } from './tls-material.ts';
import type { ClientRules, TlsSettings } from './tls-settings.ts';

/** The file of `--web.config.file`. Both throw an error for people that says every fault with its place. */
export interface WebConfig {
  /** What it says now. */
  settings(this: void): Promise<WebSettings>;
  /** How TLS is to be spoken now, with keys and certificates as they are now; undefined for not at all. */
  tls(this: void): Promise<TlsMaterial | undefined>;
}

export interface TlsMaterial {
  readonly options: SecureContextOptions;
  readonly clients: ClientRules;
}

export function watchWebConfig(file: string): WebConfig {
  const read = reloaded([file], () => load(file));
  let known:
    | { readonly file: LoadedFile; readonly material: () => Promise<TlsMaterial> }
    | undefined;
  return {
    settings: async () => (await read()).settings,
    async tls() {
      const loaded = await read();
      const { tls } = loaded.settings;
      if (tls === undefined) return undefined;
      if (known?.file !== loaded) known = { file: loaded, material: materialOf(tls, loaded) };
      return known.material();
    },
  };
}

interface LoadedFile {
  readonly settings: WebSettings;
  /** An error that tells these problems with their places. */
  readonly fault: (problems: readonly Problem[]) => Error;
}

async function load(file: string): Promise<LoadedFile> {
  let text: string;
  try {
    text = await readText(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${file}: cannot be read: ${why}`, { cause: error });
  }
  const parsed = parseText(text);
  const fault = (problems: readonly Problem[]) => errorOf(file, parsed, problems);
  // That everything is left out is no mistake here.
  const isEmpty = isNothing(parsed.root) && !parsed.isBroken;
  if (parsed.problems.length > 0 && !isEmpty) throw fault(parsed.problems);
  const checked = await check(webSettings, { located: parsed.root, path: [] });
  if (checked.outcome === 'invalid') throw fault(checked.problems);
  return { settings: beside(file, checked.value), fault };
}

function errorOf(file: string, parsed: ParsedText, problems: readonly Problem[]): Error {
  const { texts } = parsed.secrets;
  const masked = problems.map((one) => ({ ...one, message: maskKnown(one.message, texts) }));
  return new Error(report(file, parsed, masked).join('\n'));
}

/** Names of files are relative to the folder of the file that names them. */
function beside(file: string, settings: WebSettings): WebSettings {
  const { tls } = settings;
  if (tls === undefined) return settings;
  const folder = dirname(resolve(file));
  const placed = (source: TlsSettings['cert']): TlsSettings['cert'] => ({
    ...source,
    file: source.file === undefined ? undefined : resolve(folder, source.file),
  });
  const { cert, key, authority } = tls;
  return {
    ...settings,
    tls: { ...tls, cert: placed(cert), key: placed(key), authority: placed(authority) },
  };
}

function materialOf(tls: TlsSettings, { fault }: LoadedFile): () => Promise<TlsMaterial> {
  const files = [tls.cert, tls.key, tls.authority].flatMap(({ file }) => file ?? []);
  return reloaded(files, async () => {
    const read = await readTlsMaterial(tls);
    if (read.outcome === 'invalid') throw fault(read.problems);
    return { options: read.value, clients: tls.clients };
  });
}
