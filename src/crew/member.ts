import { fork } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Environment } from '../net/proxy/environment.ts';
import { WORKER_MARK } from '../worker-mark.ts';
import type { Answers } from './answering.ts';
import { channelToWorker } from './channel.ts';
import { createLine, type Line } from './line.ts';
import type { PrimaryTopics, WorkerTopics } from './topics.ts';

/** One process of the crew, as the primary sees it. */
export interface Member {
  readonly index: number;
  readonly pid: number | undefined;
  readonly line: Line<WorkerTopics>;
  /** What its config was made from. */
  text: string;
  /** Whether it has started to work. */
  isReady: boolean;
  /** Whether it is about to take a connection. */
  readonly isTaking: boolean;
  /** Hands a connection over; whether the worker took it before it ended, if it did. */
  hand(this: void, visitor: Visitor): Promise<boolean>;
  readonly hasEnded: boolean;
  readonly ended: Promise<Ending>;
  /** At once. */
  end(this: void): void;
}

/** A connection, and at which of our places it came in. */
export interface Visitor {
  readonly place: number;
  readonly connection: Socket;
}

export interface Ending {
  readonly code: number | undefined;
  readonly signal: string | undefined;
}

export interface MemberOptions {
  readonly index: number;
  /** Its file and its arguments. */
  readonly program: readonly [file: string, ...args: string[]];
  readonly environment: Environment;
  readonly text: string;
  readonly answers: Answers<PrimaryTopics>;
}

export function forkMember(options: MemberOptions): Member {
  const { index, program, environment, text, answers } = options;
  const [file, ...args] = program;
  const env = { ...environment, [WORKER_MARK]: '1' };
  // Bytes and maps go through the channel as they are.
  const child = fork(file, args, { serialization: 'advanced', env });
  const { post, listen } = channelToWorker(child);
  const line = createLine<WorkerTopics, PrimaryTopics>(`worker ${index}`, post, answers);
  const ended = Promise.withResolvers<Ending>();
  let hasEnded = false;
  let taking: ((hasTaken: boolean) => void) | undefined;
  const end = (): void => void child.kill('SIGKILL');

  function bury(ending: Ending): void {
    hasEnded = true;
    line.close();
    taking?.(false);
    ended.resolve(ending);
  }

  listen((frame) => (frame.kind === 'welcome' ? taking?.(true) : line.receive(frame)));
  child.once('exit', (code, signal) =>
    bury({ code: code ?? undefined, signal: signal ?? undefined }),
  );
  // Who cannot be talked to is no worker any more, even if it lives on.
  child.once('disconnect', end);
  // Not even born: there is no exit to wait for.
  child.on('error', () => bury({ code: undefined, signal: undefined }));
  return {
    index,
    pid: child.pid,
    line,
    text,
    isReady: false,
    get isTaking() {
      return taking !== undefined;
    },
    async hand({ place, connection }) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      taking = resolve;
      // Ours stays open until the worker has its own: a worker that dies before must not take it with it.
      child.send({ kind: 'visitor', place }, connection, { keepOpen: true }, (error) => {
        if (error !== null) resolve(false);
      });
      const hasTaken = await promise;
      taking = undefined;
      return hasTaken;
    },
    get hasEnded() {
      return hasEnded;
    },
    ended: ended.promise,
    end,
  };
}
