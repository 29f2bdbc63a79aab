import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Processes } from './processes.ts';

/** A program of the bench in a process of its own, so that what it costs is not counted where it does not belong. */
export interface Worker<Order, Answer> {
  readonly pid: number;
  /** One order at a time. */
  ask(this: void, order: Order): Promise<Answer>;
}

export function startWorker<Order extends object, Answer>(
  processes: Processes,
  program: URL,
): Worker<Order, Answer> {
  const { pid, child, gone } = processes.start(process.execPath, [fileURLToPath(program)], {
    channel: 'ipc',
  });
  return {
    pid,
    async ask(order) {
      child.send(order);
      const [answer] = (await Promise.race([once(child, 'message'), gone])) as [Answer];
      return answer;
    },
  };
}
