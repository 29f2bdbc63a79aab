export const RCODES: ReadonlyMap<string, number> = new Map([
  ['NOERROR', 0],
  ['FORMERR', 1],
  ['SERVFAIL', 2],
  ['NXDOMAIN', 3],
  ['NOTIMPL', 4],
  ['NOTIMP', 4],
  ['REFUSED', 5],
  ['YXDOMAIN', 6],
  ['YXRRSET', 7],
  ['NXRRSET', 8],
  ['NOTAUTH', 9],
  ['NOTZONE', 10],
  ['DSOTYPENI', 11],
  ['BADSIG', 16],
  ['BADKEY', 17],
  ['BADTIME', 18],
  ['BADMODE', 19],
  ['BADNAME', 20],
  ['BADALG', 21],
  ['BADTRUNC', 22],
  ['BADCOOKIE', 23],
]);

const NAMES: ReadonlyMap<number, string> = new Map([...RCODES].map(([name, code]) => [code, name]));

export function rcodeName(code: number): string {
  return NAMES.get(code) ?? `RCODE${code}`;
}

export function unknownRcode(name: string): string {
  return `got ${JSON.stringify(name)}, want a response code as NOERROR or NXDOMAIN`;
}
