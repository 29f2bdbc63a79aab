import type { RunAccount, Story } from '../../../account/story.ts';

/** The run that a page explains, and how it came to that. */
export interface Chosen {
  readonly run: RunAccount | undefined;
  readonly title: string;
  /** Why it is not the one that was asked for. */
  readonly missing: string | undefined;
  /** Of which the page shows what was measured: of the newest that did, if none was asked for. */
  readonly measured: RunAccount | undefined;
}

/** The run that was asked for, by its number, or the one that answers why. */
export function choose(story: Story, wanted: string | undefined): Chosen {
  const { runs } = story;
  const asked = wanted === undefined ? undefined : runs.find(({ id }) => String(id) === wanted);
  if (asked !== undefined)
    return { run: asked, title: runTitle(asked), missing: undefined, measured: asked };
  const measured = runs.find(({ samples }) => samples.length > 0);
  const missing = wanted === undefined ? undefined : missingWords(wanted);
  return { ...telling(story), missing, measured };
}

function runTitle({ id, state }: RunAccount): string {
  return `Run ${id} ${state === 'up' ? 'went well' : 'failed'}`;
}

/** A failure says more than a success, and the newest says most. */
function telling({ state, runs }: Story): Pick<Chosen, 'run' | 'title'> {
  const [newest] = runs;
  const failed = runs.find((run) => run.state !== 'up');
  if (newest === undefined) return { run: undefined, title: 'The last run' };
  if (failed === undefined) return { run: newest, title: 'The last run went well' };
  if (failed !== newest || state === 'up')
    return { run: failed, title: 'It is up again. The last failure' };
  if (state === 'down') return { run: failed, title: 'Why it is down' };
  return { run: failed, title: 'Why the last run failed' };
}

const LONGEST_SHOWN = 20;

function missingWords(wanted: string): string {
  const shown = wanted.length > LONGEST_SHOWN ? `${wanted.slice(0, LONGEST_SHOWN)}…` : wanted;
  return `Run ${shown} is not remembered any more, or never was: of each target only its last runs and its last failures are. Shown is what is known now.`;
}
