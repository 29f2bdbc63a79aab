/**
 * Something that a run saw, for people who want to know why it failed: by its form, so that nobody who shows it needs to
 * know the probe.
 */
export type Evidence = Message | Entries | Certificates;

/** What was said, in the order in which it was. */
export interface Message {
  readonly kind: 'sent' | 'received';
  readonly text: string | Uint8Array;
}

/** Names and values under a title: the headers of an answer, the addresses of a name. */
export interface Entries {
  readonly kind: 'entries';
  readonly title: string;
  readonly entries: readonly (readonly [name: string, value: string])[];
}

/** What a peer showed of itself in TLS, in DER, its own certificate first. */
export interface Certificates {
  readonly kind: 'certificates';
  readonly chain: readonly Uint8Array[];
}

// Enough to see what a service answered; a target that says much must not fill the memory.
const MOST_MESSAGE = 2048;
const MOST_ENTRIES = 100;
const MOST_ENTRY = 1024;
const MOST_TITLE = 100;
const MOST_CERTIFICATES = 10;
const MOST_CERTIFICATE = 8192;

/** A copy no larger than is kept, since what it was made of may be a small part of something large. */
export function bounded(evidence: Evidence): Evidence {
  switch (evidence.kind) {
    case 'entries':
      return {
        kind: 'entries',
        title: evidence.title.slice(0, MOST_TITLE),
        entries: evidence.entries
          .slice(0, MOST_ENTRIES)
          .map(([name, value]) => [name.slice(0, MOST_ENTRY), value.slice(0, MOST_ENTRY)]),
      };
    case 'certificates':
      return {
        kind: 'certificates',
        chain: evidence.chain
          .slice(0, MOST_CERTIFICATES)
          .filter(({ length }) => length <= MOST_CERTIFICATE),
      };
    default:
      return { kind: evidence.kind, text: beginning(evidence.text) };
  }
}

function beginning(text: string | Uint8Array): string | Uint8Array {
  if (typeof text === 'string') return text.slice(0, MOST_MESSAGE);
  return Uint8Array.prototype.slice.call(text, 0, MOST_MESSAGE);
}

/** About how many bytes it takes. */
export function evidenceWeight(evidence: Evidence): number {
  switch (evidence.kind) {
    case 'entries':
      return evidence.entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    case 'certificates':
      return evidence.chain.reduce((sum, { length }) => sum + length, 0);
    default:
      return evidence.text.length;
  }
}
