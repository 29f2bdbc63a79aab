import { PassThrough } from 'node:stream';
import type { Step } from '../../../account/steps.ts';
import { runAccountOf } from '../../../account/tell.ts';
import type { Caller } from '../../../flights.ts';
import type { Job } from '../../../job.ts';
import type { Result } from '../../../result.ts';
import { storyNamed } from '../../accounts.ts';
import type { Services } from '../../services.ts';
import { type Html, html } from '../html.ts';
import { explain } from './explain.ts';
import { pageOf, runLink } from './links.ts';
import { sinceStart } from './moments.ts';
import { section } from './sections.ts';
import { visible } from './visible.ts';

/** A run as it goes, step by step, and in the end what came of it. */
export async function* liveRun(
  services: Services,
  job: Job,
  caller: Caller,
): AsyncGenerator<Html, void, undefined> {
  yield opening(job);
  const steps = new PassThrough({ objectMode: true });
  const asked = services.engine.watch(job, caller, (some) => void steps.write(some));
  const result = asked.finally(() => steps.end());
  // Told below, once all steps are.
  result.catch(() => {});
  for await (const some of steps as AsyncIterable<readonly Step[]>) yield html`${some.map(line)}`;
  yield html`</div></section>\n`;
  yield html`${await ending(services, job, result)}</div>`;
}

function opening({ name = '', address, module, timeoutMs }: Job): Html {
  return html`<div class="story">
<h1>${visible(name)}</h1>
<p class="facts">Runs now: <code>${visible(address)}</code> by module <b>${visible(module)}</b>, at most ${timeoutMs / 1000} s. <a href="${pageOf(name)}">All that is known of it</a></p>
<section aria-labelledby="steps"><h2 id="steps">As it happens</h2>
<div class="steps" role="log" aria-labelledby="steps">
`;
}

function line({ seconds, phase, text }: Step): Html {
  const begun = phase === undefined ? html`` : html`<b>${phase}</b> `;
  return html`<p><span class="at">${sinceStart(seconds)}</span> <span>${begun}${visible(text)}</span></p>
`;
}

/** What is wrong now can be said on the page alone: its answer has begun. */
async function ending(services: Services, job: Job, asked: Promise<Result>): Promise<Html> {
  try {
    const result = await asked;
    // It never was, as far as anybody remembers.
    if (result.outcome === 'failure' && result.reason === 'canceled')
      return notice(`The run was given up: ${visible(result.detail)}`);
    return await report(services, job, result);
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    if ('status' in error) return notice(`There is no report: ${error.message}`);
    services.log.error('request failed', { target: job.name, error: error.stack });
    return notice('There is no report: internal error; the log tells more');
  }
}

async function report(services: Services, job: Job, result: Result): Promise<Html> {
  const { name = '' } = job;
  const { startedAtMs, seconds } = result;
  const run = runAccountOf({ id: 0, job, result });
  const explained = section('why', 'What came of it', explain(run, Date.now()));
  // With all that it saw: of what is remembered, some may have been left out.
  const story = await storyNamed(services, name);
  const kept = story?.runs.find(
    (one) => one.startedAtMs === startedAtMs && one.seconds === seconds,
  );
  if (kept === undefined) return explained;
  return html`${explained}<p><a id="own-page" href="${runLink({ name }, kept.id)}">The page of this run</a></p>
`;
}

function notice(text: string): Html {
  return html`<p class="notice" role="status">${text}</p>
`;
}
