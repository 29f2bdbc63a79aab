import { createHmac, randomBytes } from 'node:crypto';
import pLimit from 'p-limit';
import { refusal } from '../http/refusal.ts';
import type { Bcrypt } from './bcrypt.ts';

export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/** Whether these are the credentials of one of the users (bcrypt hashes by name). */
export type CheckPassword = (
  credentials: Credentials,
  users: ReadonlyMap<string, string>,
) => Promise<boolean>;

const MAX_REMEMBERED = 100;
// A comparison takes a tenth of a second: whoever came after these would have given up before it is his turn.
const MAX_WAITING = 32;

/** Compares one password at a time, and none twice; wrong ones never drive right ones out of memory. */
export function createPasswordCheck({ compare }: Pick<Bcrypt, 'compare'>): CheckPassword {
  const turn = pLimit(1);
  const right = new Set<string>();
  const wrong = new Set<string>();
  const underWay = new Map<string, Promise<boolean>>();
  const pepper = randomBytes(32);

  async function decide(key: string, hash: string, password: string): Promise<boolean> {
    try {
      const matches = await turn(() => compare({ password, hash }));
      remember(matches ? right : wrong, key);
      return matches;
    } finally {
      underWay.delete(key);
    }
  }

  return async ({ name, password }, users) => {
    const own = users.get(name);
    // Who asks for a name that does not exist must wait as long as for one that does.
    const hash = own ?? hashOfNobody(users);
    const key = createHmac('sha256', pepper)
      .update(JSON.stringify([name, hash, password]))
      .digest('base64');
    if (right.has(key)) return own !== undefined;
    if (wrong.has(key)) return false;
    let decision = underWay.get(key);
    if (decision === undefined) {
      if (turn.pendingCount >= MAX_WAITING) throw refusal(429, 'Too Many Requests');
      decision = decide(key, hash, password);
      underWay.set(key, decision);
    }
    return (await decision) && own !== undefined;
  };
}

function remember(keys: Set<string>, key: string): void {
  const [oldest] = keys;
  if (keys.size >= MAX_REMEMBERED && oldest !== undefined) keys.delete(oldest);
  keys.add(key);
}

// Version and cost of a hash, `$2y$10$`, are what its time depends on.
const COST = /^\$2[aby]\$\d\d\$/;
const NOBODY = 'kq7Tz0mGvWcXhYbJ3eLr5uPfDsNa9iOxR1wEtU8yIo2pAKMZVQHS4';

/** Costs what the dearest of the users costs, and fits no password that anybody knows. */
function hashOfNobody(users: ReadonlyMap<string, string>): string {
  const costs = [...users.values()].map((hash) => COST.exec(hash)?.[0] ?? '');
  const dearest = costs.reduce((most, cost) => (cost.slice(-3) > most.slice(-3) ? cost : most));
  return dearest + NOBODY;
}
