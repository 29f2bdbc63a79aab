import { algorithmName } from './algorithms.ts';
import { type Field, or } from './fields.ts';

const TYPES: ReadonlyMap<number, string> = new Map([
  [1, 'PKIX'],
  [2, 'SPKI'],
  [3, 'PGP'],
  [4, 'IPIX'],
  [5, 'ISPKI'],
  [6, 'IPGP'],
  [7, 'ACPKIX'],
  [8, 'IACPKIX'],
  [253, 'URI'],
  [254, 'OID'],
]);

/** The parts of a CERT record that have names. */
export const certificateType: Field = or('0', (rdata) => {
  const type = rdata.number(2);
  return TYPES.get(type) ?? String(type);
});

export const certificateAlgorithm: Field = or('0', (rdata) => algorithmName(rdata.number(1)));
