/** What goes through the channel between the primary and a worker. Ids are those of the side that asked. */
export type Frame =
  /** The worker's first: it listens. */
  | { readonly kind: 'here' }
  /** Comes with a connection. */
  | { readonly kind: 'visitor'; readonly place: number }
  /** The worker has the connection. */
  | { readonly kind: 'welcome' }
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly about: string;
      readonly question: unknown;
    }
  /** Who asked does not want to know any more. */
  | { readonly kind: 'cancel'; readonly id: number }
  /** A part of the answer, ahead of its end. */
  | { readonly kind: 'piece'; readonly id: number; readonly piece: unknown }
  /** A piece has been dealt with: there is room for another. */
  | { readonly kind: 'room'; readonly id: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'refuse'; readonly id: number; readonly error: ErrorFields };

/** What of an error counts on the other side. */
export interface ErrorFields {
  readonly message: string;
  /** Of an answer over HTTP. */
  readonly status?: unknown;
  /** Of a place to listen that cannot be had. */
  readonly code?: unknown;
  readonly port?: unknown;
}

const KINDS: readonly unknown[] = [
  'here',
  'visitor',
  'welcome',
  'ask',
  'cancel',
  'piece',
  'room',
  'answer',
  'refuse',
];

/** Plugins may use the channel for words of their own. */
export function isFrame(message: unknown): message is Frame {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    KINDS.includes(message.kind)
  );
}

export function fieldsOf(thrown: unknown): ErrorFields {
  if (!(thrown instanceof Error)) return { message: String(thrown) };
  const { message } = thrown;
  return {
    message,
    ...('status' in thrown && { status: thrown.status }),
    ...('code' in thrown && { code: thrown.code }),
    ...('port' in thrown && { port: thrown.port }),
  };
}

export function errorOf({ message, ...fields }: ErrorFields): Error {
  return Object.assign(new Error(message), fields);
}
