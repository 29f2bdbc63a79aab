import { malformed } from '../cursor.ts';
import { base64, hex } from './encodings.ts';
import { type Field, or } from './fields.ts';

// A pointer of two bytes may stand for a name of 255, so one record could grow without end.
const MAX_SERVERS = 64;

/** RFC 8005: algorithm, host identity tag, public key and rendezvous servers. */
export const hostIdentity: Field = or('0  ', (rdata) => {
  const [tagLength, algorithm, keyLength] = [rdata.number(1), rdata.number(1), rdata.number(2)];
  const parts = [String(algorithm), hex(rdata.bytes(tagLength)), base64(rdata.bytes(keyLength))];
  while (!rdata.isAtEnd()) {
    parts.push(rdata.name());
    if (parts.length > MAX_SERVERS + 3)
      throw malformed(`a record names more than ${MAX_SERVERS} rendezvous servers`);
  }
  return parts.join(' ');
});
