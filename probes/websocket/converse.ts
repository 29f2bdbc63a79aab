import type { Socket } from 'node:net';
import type { Match, Pattern } from '../../src/net/pattern.ts';
import { type Step, wordsOf } from '../../src/net/query-response.ts';
import type { Reader } from '../../src/net/reader.ts';
import { shown } from '../../src/net/shown.ts';
import { write } from '../../src/net/write.ts';
import { failure, type Show } from '../../src/probe.ts';
import { frameOf, OPCODE } from './frames.ts';
import { readMessage } from './messages.ts';

interface Talk {
  readonly socket: Socket;
  readonly reader: Reader;
  debug(this: void, line: string): void;
  readonly show: Show;
}

/** Goes through the steps, of which each hears one message at most, and sends one at most. */
export async function converse(talk: Talk, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    const match = step.expect && (await expectMessage(talk, step.expect));
    const words = wordsOf(step, match);
    if (words === undefined) continue;
    talk.debug(`said ${shown(words)}`);
    talk.show({ kind: 'sent', text: words });
    const opcode = step.send === undefined ? OPCODE.binary : OPCODE.text;
    await write(talk.socket, frameOf(opcode, words));
  }
}

async function expectMessage(talk: Talk, expect: Pattern): Promise<Match> {
  const { debug, show } = talk;
  const message = await readMessage(talk);
  show({ kind: 'received', text: message });
  debug(`heard ${shown(message)}`);
  const match = expect.match(message);
  if (match !== undefined) return match;
  throw failure(
    'content',
    `got the message ${shown(message)}, want one that matches ${shown(expect.source)}`,
  );
}
