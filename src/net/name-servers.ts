import { promises as dns } from 'node:dns';
import type { Address } from './network.ts';
import type { ResolvConf } from './resolv-conf.ts';

/** What the name servers say of one name: its addresses, or, if there are none, c-ares' code for why. */
interface Answer {
  readonly addresses: readonly Address[];
  readonly code: string;
}

export interface NameServers {
  readonly servers: readonly string[];
  ask(this: void, name: string, signal: AbortSignal, preferred: 4 | 6 | undefined): Promise<Answer>;
}

// A lost packet should cost a second, not the whole run; a run that is over cancels its questions anyway.
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 5000;
const TRIES = 6;
// Some name servers never answer for AAAA. Long enough for a slow one, so that the choice does not change from run to run.
const OTHER_FAMILY_MS = 2000;

/**
 * Asks for both families at once. The answer waits for both, but not for the other once the preferred family has an
 * address, and only a little while once the other one has.
 */
export function createNameServers({ servers, timeoutMs, attempts }: ResolvConf): NameServers {
  // A resolver can only cancel all of its questions, so each lookup has one for itself.
  const idle: dns.Resolver[] = [];

  function createOne(): dns.Resolver {
    const resolver = new dns.Resolver({
      timeout: timeoutMs ?? FIRST_WAIT_MS,
      maxTimeout: Math.max(timeoutMs ?? 0, LONGEST_WAIT_MS),
      tries: attempts ?? TRIES,
    });
    if (servers.length > 0) resolver.setServers(servers);
    return resolver;
  }

  return {
    servers: createOne().getServers(),
    async ask(name, signal, preferred) {
      const resolver = idle.pop() ?? createOne();
      const cancel = (): void => resolver.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      const v6 = answerOf(resolver.resolve6(name), 6);
      const v4 = answerOf(resolver.resolve4(name), 4);
      try {
        return await firstEnough({ 6: v6, 4: v4 }, preferred);
      } finally {
        signal.removeEventListener('abort', cancel);
        resolver.cancel();
        await Promise.all([v6, v4]);
        idle.push(resolver);
      }
    },
  };
}

async function answerOf(query: Promise<string[]>, family: 4 | 6): Promise<Answer> {
  try {
    const addresses = await query;
    return { addresses: addresses.map((address) => ({ address, family })), code: '' };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'EUNKNOWN';
    return { addresses: [], code };
  }
}

function firstEnough(
  questions: { readonly 6: Promise<Answer>; readonly 4: Promise<Answer> },
  preferred: 4 | 6 | undefined,
): Promise<Answer> {
  return new Promise((resolve) => {
    const answers: { 6?: Answer; 4?: Answer } = {};
    let timer: NodeJS.Timeout | undefined;
    function finish(): void {
      clearTimeout(timer);
      resolve(joined(answers[6], answers[4]));
    }
    function take(family: 4 | 6, answer: Answer): void {
      answers[family] = answer;
      const isFound = answer.addresses.length > 0;
      if ((answers[6] && answers[4]) || (isFound && family === preferred)) finish();
      else if (isFound) timer = setTimeout(finish, OTHER_FAMILY_MS);
    }
    // Neither rejects.
    void questions[6].then((answer) => take(6, answer));
    void questions[4].then((answer) => take(4, answer));
  });
}

function joined(v6: Answer | undefined, v4: Answer | undefined): Answer {
  const addresses = [...(v6?.addresses ?? []), ...(v4?.addresses ?? [])];
  return { addresses, code: worstOf([v6?.code ?? '', v4?.code ?? '']) };
}

// From what says least about the name to what says most. A code that is not here comes before all.
const WORST_FIRST =
  'ECANCELLED ETIMEOUT ECONNREFUSED ESERVFAIL EREFUSED ENODATA ENOTFOUND EBADNAME'.split(' ');

/** The code that decides what to say if several questions failed. */
export function worstOf(codes: readonly string[]): string {
  const failed = codes.filter((code) => code !== '');
  return failed.toSorted((a, b) => WORST_FIRST.indexOf(a) - WORST_FIRST.indexOf(b))[0] ?? '';
}
