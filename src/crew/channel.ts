import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Primary } from '../commands/command.ts';
import { type Frame, isFrame } from './frames.ts';

/** One end of the way between the primary and a worker. */
export interface Channel {
  post(this: void, frame: Frame): void;
  listen(this: void, receive: (frame: Frame, connection: Socket | undefined) => void): void;
}

/** What is posted before the worker listens waits: Node might give it to nobody. */
export function channelToWorker(child: ChildProcess): Channel {
  const early: Frame[] = [];
  let isListening = false;
  // Whoever waits for an answer hears of a broken channel when it closes.
  const send = (frame: Frame): void => void (child.connected && child.send(frame, () => {}));
  return {
    post(frame) {
      if (isListening) send(frame);
      else early.push(frame);
    },
    listen(receive) {
      child.on('message', (message: unknown) => {
        if (!isFrame(message)) return;
        if (message.kind !== 'here') return receive(message, undefined);
        isListening = true;
        for (const frame of early.splice(0)) send(frame);
      });
    },
  };
}

export function channelToPrimary({ send, onMessage }: Primary): Channel {
  return {
    post: send,
    listen(receive) {
      onMessage((message, connection) => {
        if (isFrame(message)) receive(message, connection);
      });
      send({ kind: 'here' });
    },
  };
}
