/** Reads one answer of an exporter from the pieces in which it comes. */
export interface AnswerReader {
  /** The body, as soon as it is complete. Throws for an answer that is no 200. */
  push(this: void, chunk: Buffer): Buffer | undefined;
}

const BLANK_LINE = '\r\n\r\n';
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

export function readAnswer(): AnswerReader {
  const heard: Buffer[] = [];
  let size = 0;
  let frame: Frame | undefined;
  return {
    push(chunk) {
      heard.push(chunk);
      size += chunk.length;
      frame ??= readHead(Buffer.concat(heard));
      if (frame === undefined) return undefined;
      const { headBytes, length } = frame;
      if (length === 'chunked' ? !endsLikeChunks(heard) : size < headBytes + length) {
        return undefined;
      }
      const body = Buffer.concat(heard, size).subarray(headBytes);
      return length === 'chunked' ? joinChunks(body) : body;
    },
  };
}

interface Frame {
  readonly headBytes: number;
  readonly length: number | 'chunked';
}

function readHead(bytes: Buffer): Frame | undefined {
  const end = bytes.indexOf(BLANK_LINE);
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  if (!head.startsWith('HTTP/1.1 200 ')) throw new Error(`want 200, got ${bytes.toString()}`);
  const [, length = 'chunked'] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
  return {
    headBytes: end + BLANK_LINE.length,
    length: length === 'chunked' ? length : Number(length),
  };
}

// Looked for before all is joined: an answer of many megabytes comes in thousands of pieces.
function endsLikeChunks(heard: readonly Buffer[]): boolean {
  const tail = heard.slice(-LAST_CHUNK.length).map((one) => one.subarray(-LAST_CHUNK.length));
  return Buffer.concat(tail).subarray(-LAST_CHUNK.length).equals(LAST_CHUNK);
}

function joinChunks(body: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const lineEnd = body.indexOf('\r\n', at);
    const length = Number.parseInt(body.toString('latin1', at, lineEnd), 16);
    if (length === 0) return Buffer.concat(parts);
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 2 + length + 2;
  }
  return undefined;
}
