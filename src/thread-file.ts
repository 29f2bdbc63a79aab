import { extname } from 'node:path';

/** What a thread begins with, by its name without an ending: the built program lies beside its files as well, with another one. */
export function threadFile(name: string, beside: string): URL {
  return new URL(`./${name}${extname(beside)}`, beside);
}
