import { X509Certificate } from 'node:crypto';
import { type Certificate, readCertificate } from './certificate.ts';

/** The certificates at which a chain may end, by the DER of their subject. */
export type Anchors = ReadonlyMap<string, readonly Certificate[]>;

// A peer may send what it likes; nobody's real chain comes near this.
const MAX_LENGTH = 10;
const MAX_STEPS = 100;

export function anchorsOf(authorities: readonly Buffer[]): Anchors {
  return Map.groupBy(authorities.flatMap(readIfPossible), ({ subject }) => keyOf(subject));
}

/**
 * When the last chain from the leaf to an anchor ends, in Unix seconds: the latest over all chains of the earliest
 * `notAfter` within each. Undefined if there is none. OpenSSL looks for one chain only and shows it to nobody.
 */
export function lastChainExpiry(
  [leaf, ...others]: readonly Certificate[],
  anchors: Anchors,
): number | undefined {
  if (leaf === undefined) return undefined;
  const now = Date.now() / 1000;
  const expiries: number[] = [];
  let steps = 0;

  function walk(chain: readonly Certificate[], last: Certificate): void {
    steps += 1;
    if (steps > MAX_STEPS || chain.length > MAX_LENGTH) return;
    const trusted = anchors.get(keyOf(last.subject)) ?? [];
    if (trusted.some(({ der }) => der.equals(last.der))) {
      expiries.push(expiryOf(chain));
      return;
    }
    const roots = anchors.get(keyOf(last.issuer)) ?? [];
    for (const root of roots) {
      if (isValidAt(now, root) && hasSigned(root, last)) expiries.push(expiryOf([...chain, root]));
    }
    for (const next of others) {
      const fits = next.subject.equals(last.issuer) && !chain.includes(next);
      const known = roots.some(({ der }) => der.equals(next.der));
      if (fits && !known && isValidAt(now, next) && hasSigned(next, last))
        walk([...chain, next], next);
    }
  }

  if (isValidAt(now, leaf)) walk([leaf], leaf);
  return expiries.length === 0 ? undefined : Math.max(...expiries);
}

function readIfPossible(der: Buffer): readonly Certificate[] {
  try {
    return [readCertificate(der)];
  } catch {
    // One odd root among a machine's many must not take the others away.
    return [];
  }
}

function expiryOf(chain: readonly Certificate[]): number {
  return Math.min(...chain.map(({ notAfter }) => notAfter));
}

function isValidAt(now: number, { notBefore, notAfter }: Certificate): boolean {
  return notBefore <= now && now <= notAfter;
}

function hasSigned(issuer: Certificate, certificate: Certificate): boolean {
  try {
    return new X509Certificate(certificate.der).verify(new X509Certificate(issuer.der).publicKey);
  } catch {
    // A key of a kind that OpenSSL does not know has signed nothing that we could trust.
    return false;
  }
}

function keyOf(name: Buffer): string {
  return name.toString('latin1');
}
