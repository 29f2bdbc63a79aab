import assert from 'node:assert/strict';
import { test } from 'node:test';
import { skipInterim } from '../../src/net/interim.ts';

/** What the parser gets to see of these pieces, up to the first that it sees anything of. */
function seen(...pieces: readonly string[]): string | undefined {
  const answerIn = skipInterim();
  for (const [index, piece] of pieces.entries()) {
    const answer = answerIn(Buffer.from(piece));
    if (answer !== undefined) return answer.toString() + pieces.slice(index + 1).join('');
  }
  return undefined;
}

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const HINTS = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
const ANSWER = 'HTTP/1.1 200 OK\r\n\r\nbody';

test('the answer comes without the interim ones before it', () => {
  assert.equal(seen(ANSWER), ANSWER);
  assert.equal(seen(CONTINUE + ANSWER), ANSWER);
  assert.equal(seen(CONTINUE, ANSWER), ANSWER);
  assert.equal(seen(CONTINUE + HINTS + CONTINUE + ANSWER), ANSWER);
  assert.equal(seen(...(CONTINUE + HINTS + ANSWER).split('')), ANSWER);
});

test('only what may become an interim answer is held back', () => {
  assert.equal(seen('HTTP/1.1'), undefined);
  assert.equal(seen('HTTP/1.1 1'), undefined);
  assert.equal(seen(CONTINUE), undefined);
  assert.equal(seen('HTTP/1.1 4'), 'HTTP/1.1 4');
  assert.equal(seen('HTTP/1.1 101'), 'HTTP/1.1 101');
  assert.equal(seen('S', 'SH-2.0'), 'SSH-2.0');
  const endless = `HTTP/1.1 100 ${'a'.repeat(20_000)}`;
  assert.equal(seen(endless), endless);
});
