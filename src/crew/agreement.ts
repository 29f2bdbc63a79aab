import type { Member } from './member.ts';
import type { Checked, Settlement } from './topics.ts';

// Ten thousand targets are checked in a second or two.
const PATIENCE_MS = 60_000;

/** Has all of them check a text. Who dies over it has no say: its successor starts with what was agreed on. */
export async function checkedBy(members: readonly Member[], text: string): Promise<Checked> {
  const said = await Promise.all(members.map((member) => checkedByOne(member, text)));
  const known = said.filter((one) => one !== undefined);
  if (known.length === 0) return refused('no worker was there to check it');
  const all = (kind: keyof Checked): readonly string[] => [
    ...new Set(known.flatMap((checked) => checked[kind])),
  ];
  return { problems: all('problems'), errors: all('errors'), warnings: all('warnings') };
}

async function checkedByOne(member: Member, text: string): Promise<Checked | undefined> {
  try {
    return await member.line.ask('prepare', text, { timeoutMs: PATIENCE_MS });
  } catch (error) {
    return member.hasEnded ? undefined : refused(String(error));
  }
}

function refused(problem: string): Checked {
  return { problems: [problem], errors: [], warnings: [] };
}

/** Has all of them do what was decided. Who cannot is replaced by one that starts with it. */
export async function settledBy(members: readonly Member[], settlement: Settlement): Promise<void> {
  await Promise.all(
    members.map(async ({ line, end }) => {
      await line.ask('settle', settlement, { timeoutMs: PATIENCE_MS }).catch(end);
    }),
  );
}
