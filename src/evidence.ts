import { beginning } from './beginning.ts';

/**
 * Something that a run saw, for people who want to know why it failed: by its form, so that nobody who shows it needs to
 * know the probe.
 */
export type Evidence = Message | Entries | Certificates;

/** What was said, in the order in which it was. */
export interface Message {
  readonly kind: 'sent' | 'received';
  readonly text: string | Uint8Array;
  /** Whether this is only the beginning. */
  readonly isCut?: boolean;
  /** Whether each letter of the text stands for a byte, as bytes are kept. */
  readonly areBytes?: boolean;
}

/** Names and values under a title: the headers of an answer, the addresses of a name. */
export interface Entries {
  readonly kind: 'entries';
  readonly title: string;
  readonly entries: readonly (readonly [name: string, value: string])[];
}

/** What a peer showed of itself in TLS, in DER, its own certificate first. */
interface Certificates {
  readonly kind: 'certificates';
  readonly chain: readonly Uint8Array[];
}

/** What is still to come: asked for once the run is over, however it ended, and left out if there is nothing. */
export interface Growing {
  readonly kind: 'sent' | 'received';
  text(this: void): string | Uint8Array;
}

/** Shows what a run sees, at the place where it sees it. */
export type Show = (evidence: Evidence | Growing) => void;

/** Where nobody will look. What is costly to put together is not, if it would be shown here. */
export const UNSEEN: Show = () => {};

// Enough to see what a service answered; a target that says much must not fill the memory.
export const MOST_MESSAGE = 2048;
const MOST_ENTRIES = 100;
const MOST_ENTRY = 1024;
const MOST_ENTRIES_TEXT = 16_384;
const MOST_TITLE = 100;
const MOST_CERTIFICATES = 10;
const MOST_CERTIFICATE = 8192;

/** A copy no larger than is kept, since what it was made of may be a small part of something large. */
export function bounded(evidence: Evidence): Evidence {
  if (evidence.kind === 'entries') return boundedEntries(evidence);
  return evidence.kind === 'certificates' ? boundedChain(evidence) : boundedMessage(evidence);
}

function boundedChain({ kind, chain }: Certificates): Certificates {
  const kept = chain.slice(0, MOST_CERTIFICATES);
  return { kind, chain: kept.filter(({ length }) => length <= MOST_CERTIFICATE).map(alone) };
}

function boundedMessage({ kind, text, isCut, areBytes }: Message): Message {
  const ofBytes = typeof text !== 'string';
  const kept = ofBytes ? letters(text) : beginning(text, MOST_MESSAGE);
  return {
    kind,
    text: kept,
    ...((ofBytes || areBytes) && { areBytes: true }),
    ...((isCut || text.length > MOST_MESSAGE) && { isCut: true }),
  };
}

/**
 * Not as bytes: those of a socket would lie where the largest piece is read to, and kept there, they would have the next one
 * read to other memory, which costs more than all the rest of this.
 */
function letters({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, Math.min(length, MOST_MESSAGE)).toString('latin1');
}

function boundedEntries({ kind, title, entries }: Entries): Entries {
  if (isSmall(entries))
    return { kind, title: beginning(title, MOST_TITLE), entries: entries.slice() };
  const kept: [string, string][] = [];
  let room = MOST_ENTRIES_TEXT;
  for (const [name, value] of entries) {
    if (kept.length === MOST_ENTRIES || room <= 0) break;
    const entry: [string, string] = [beginning(name, MOST_ENTRY), boundedValue(value)];
    room -= entry[0].length + entry[1].length;
    kept.push(entry);
  }
  const left = entries.length - kept.length;
  if (left > 0) kept.push(['…', `${left} more`]);
  return { kind, title: beginning(title, MOST_TITLE), entries: kept };
}

/** As nearly all are. */
function isSmall(entries: Entries['entries']): boolean {
  let length = 0;
  for (const [name, value] of entries) length += name.length + value.length;
  return length <= MOST_ENTRY && entries.length <= MOST_ENTRIES;
}

function boundedValue(value: string): string {
  return value.length <= MOST_ENTRY ? value : `${beginning(value, MOST_ENTRY)}… cut`;
}

/** Those of our own TLS are, and are shared by all runs that see them. */
function alone(bytes: Uint8Array): Uint8Array {
  return bytes.length === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}

const ENTRY_BYTES = 100;

/** About how many bytes it takes. */
export function evidenceWeight(evidence: Evidence): number {
  let weight = 0;
  if (evidence.kind === 'entries') {
    for (const [name, value] of evidence.entries)
      weight += ENTRY_BYTES + 2 * (name.length + value.length);
  } else if (evidence.kind === 'certificates') {
    for (const { length } of evidence.chain) weight += length;
  } else {
    const { text, areBytes } = evidence;
    weight = typeof text === 'string' && !areBytes ? 2 * text.length : text.length;
  }
  return weight;
}
