import { getCACertificates, setDefaultCACertificates } from 'node:tls';

let isTrusted = false;

/**
 * Lets this process trust what its machine trusts, beside the roots that Node brings: an operator's own authority is
 * installed there. Not at start, since reading them takes tens of milliseconds and many have no use for it.
 */
export function trustSystem(): void {
  if (isTrusted) return;
  isTrusted = true;
  const roots = new Set([...getCACertificates('default'), ...getCACertificates('system')]);
  setDefaultCACertificates([...roots]);
}
