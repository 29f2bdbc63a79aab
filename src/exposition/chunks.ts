/** Large enough to be cheap to send, small enough that making one never holds up the event loop. */
export const CHUNK_LENGTH = 48 * 1024;
