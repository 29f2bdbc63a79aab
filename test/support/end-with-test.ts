import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';

/** Ends a program when the test ends, or else when this process does, so that no crash leaves it behind. */
export function endWithTest(t: TestContext, child: ChildProcess): void {
  const ended = once(child, 'close');
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  t.after(async () => {
    process.off('exit', end);
    end();
    await ended;
  });
}
