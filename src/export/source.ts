import type { z } from 'zod';
import { maskedAddress } from '../config/mask.ts';
import { partOf } from '../http/pages/status/edition.ts';
import {
  type ToldSheet,
  type ToldTarget,
  toldPages,
  toldSheet,
  toldTarget,
} from '../http/pages/status/told.ts';
import { askExporter } from '../net/ask-exporter.ts';
import { readConfigFile } from '../net/file.ts';

/** A running exporter's status pages. Whatever it does not say is an error for people. */
export interface Source {
  /** Their names. */
  pages(this: void): Promise<readonly string[]>;
  sheet(this: void, page: string, number: number): Promise<ToldSheet>;
  /** Undefined if it is not there any more. */
  target(this: void, page: string, name: string): Promise<ToldTarget | undefined>;
}

export interface SourceOptions {
  /** With what stands before `/pages`, and the user, if there is one. */
  readonly url: URL;
  /** The user's password is in there; read each time, since it may change. */
  readonly passwordFile: string | undefined;
  readonly signal: AbortSignal;
}

// A part of a list, or all that is known of a target, with much room to spare.
const MAX_BYTES = 16 * 2 ** 20;

export function openSource({ url, passwordFile, signal }: SourceOptions): Source {
  async function ask<Told>(path: string, schema: z.ZodType<Told>): Promise<Told | undefined> {
    const place = new URL(url);
    const [way = '', query = ''] = path.split('?');
    place.pathname = `${url.pathname.replace(/\/+$/, '')}/${way}`;
    place.search = query;
    try {
      const password = passwordFile === undefined ? undefined : await passwordIn(passwordFile);
      const question = { accept: 'application/json', maxBytes: MAX_BYTES, password, signal };
      const { status, text } = await askExporter(place, question);
      if (status === 404) return undefined;
      if (status !== 200) throw new Error(`got ${status}, want 200`);
      return read(text, schema);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`${maskedAddress(place.href)}: ${why}`, { cause: error });
    }
  }

  async function passwordIn(file: string): Promise<string> {
    return (await readConfigFile(file, signal)).toString().trimEnd();
  }

  return {
    async pages() {
      const told = await ask('pages', toldPages);
      if (told === undefined || told.length === 0)
        throw new Error(`${maskedAddress(url.href)}: its configuration has no status pages`);
      return told.map(({ name }) => name);
    },
    async sheet(page, number) {
      const told = await ask(`pages/${page}?page=${number}`, toldSheet);
      if (told !== undefined) return told;
      throw new Error(`${maskedAddress(url.href)}: has no status page "${page}"`);
    },
    target: (page, name) => ask(`pages/${page}/${partOf(name)}`, toldTarget),
  };
}

function read<Told>(text: string, schema: z.ZodType<Told>): Told {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error('what came is no JSON; want an exporter of this version', { cause });
  }
  const told = schema.safeParse(value);
  if (told.success) return told.data;
  throw new Error('what came is no status page; want an exporter of this version');
}
