import type { Path } from './problem.ts';

const SECRET =
  /password|passwd|passphrase|secret|token$|tokens$|credential|(^|_)auth$|authorization|cookie|api_?keys?$|_keys?$|^pwd$|^pass$/;
// A key that says where a secret lies, or of which kind it is, does not say it.
const HARMLESS = /(_files?|_ref|_url|_type)$|^files$|^type$|^basic_auth$/;

/** True if what stands below this key is for nobody's eyes: `password`, `X-Api-Key`, `key` of a TLS block. */
export function isSecretKey(key: string, parent = ''): boolean {
  const name = normalized(key);
  if (HARMLESS.test(name)) return false;
  return SECRET.test(name) || (name === 'key' && normalized(parent).includes('tls'));
}

/** True if any key on the way says so, unless a later one takes it back (`authorization.type`). */
export function isSecretPath(path: Path): boolean {
  let secret = false;
  for (const [index, key] of path.entries()) {
    // The name of a module says nothing about its keys.
    if (index === 1 && path[0] === 'modules') continue;
    if (isSecretKey(key, path[index - 1])) secret = true;
    else if (HARMLESS.test(normalized(key))) secret = false;
  }
  return secret;
}

function normalized(key: string): string {
  return key.toLowerCase().replaceAll('-', '_');
}
