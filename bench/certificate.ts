import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selfSigned } from '../test/support/certificates.ts';

export interface Certificate {
  readonly authorityFile: string;
  /** The leaf and what signed it, as public services send them. */
  readonly certificateFile: string;
  readonly keyFile: string;
}

export const SERVER_NAME = 'www.bench.example';

/** A chain of three on P-256, and its key. */
export function writeCertificate(folder: string): Certificate {
  const root = selfSigned({ subject: [['CN', 'bench root']], authority: true });
  const between = root.issue({ subject: [['CN', 'bench issuer']], authority: true });
  const leaf = between.issue({ subject: [['CN', SERVER_NAME]], names: [SERVER_NAME] });
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  return {
    authorityFile: write('root.pem', root.pem),
    certificateFile: write('chain.pem', leaf.pem + between.pem),
    keyFile: write('key.pem', leaf.key),
  };
}
