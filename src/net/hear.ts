import { MOST_MESSAGE, type Show, UNSEEN } from '../evidence.ts';
import type { Reader } from './reader.ts';

/** Reads, and shows what came: also what is less than was waited for, and if it is all that ever came. */
export async function hear<Heard extends Buffer | undefined>(
  reader: Pick<Reader, 'begun'>,
  show: Show,
  read: () => Promise<Heard>,
): Promise<Heard> {
  if (show === UNSEEN) return read();
  let came = (): Uint8Array | string => reader.begun(MOST_MESSAGE + 1);
  show({ kind: 'received', text: () => came() });
  const heard = await read();
  came = () => heard ?? '';
  return heard;
}
