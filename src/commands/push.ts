import { maskedAddress } from '../config/mask.ts';
import { CONTENT_TYPES } from '../exposition/format.ts';
import { protobuf } from '../exposition/protobuf.ts';
import type { Job } from '../job.ts';
import { familiesOf } from '../metrics/families.ts';
import { rowOf } from '../metrics/row.ts';
import { basicAuthorization } from '../net/basic-authorization.ts';
import { fetchTrouble } from '../net/fetch-trouble.ts';
import { percentDecoded } from '../net/percent-decoded.ts';
import { shown } from '../net/shown.ts';
import { trustSystem } from '../net/system-trust.ts';
import type { Result } from '../result.ts';
import { runLabels } from './run-labels.ts';

const PATIENCE_MS = 10_000;
const MAX_ANSWER_BYTES = 2000;

interface Run {
  readonly job: Job;
  readonly result: Result;
}

export interface Gateway {
  /** With what stands before `/metrics`, and without the user. */
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly jobLabel: string;
}

/** Reads `http://user:password@host:9091/prefix`. Throws an error for people. */
export function parseGateway(text: string, jobLabel: string): Gateway {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    const got = url === undefined ? 'no URL' : `"${url.protocol}//…"`;
    throw new Error(`flag --push: got ${got}, want one of a Pushgateway: http://host:9091`);
  }
  if (url.search !== '' || url.hash !== '')
    throw new Error('flag --push: got a URL with ? or #, want one without');
  if (jobLabel === '') throw new Error('flag --push.job: got nothing, want a name');
  const { username, password } = url;
  [url.username, url.password] = ['', ''];
  const isNamed = username !== '' || password !== '';
  return {
    url,
    authorization: isNamed
      ? basicAuthorization(percentDecoded(username), percentDecoded(password))
      : undefined,
    jobLabel,
  };
}

/**
 * Puts what a run found in the place of what the one before it did: a group of its own for each module and target, so
 * that no failure of the past stays beside a success. In protobuf, which alone keeps created timestamps for what they are.
 */
export async function push(
  { job, result }: Run,
  { url, authorization, jobLabel }: Gateway,
  stopped: AbortSignal,
): Promise<void> {
  const group = { job: jobLabel, instance: job.address, module: job.module, ...nameOf(job) };
  const place = new URL(url);
  place.pathname = `${url.pathname.replace(/\/+$/, '')}/metrics${groupPath(group)}`;
  const row = rowOf(job, result, runLabels(job));
  const body = Buffer.concat([...protobuf(familiesOf([row]), { created: true })]);
  const headers = {
    'content-type': CONTENT_TYPES.protobuf,
    ...(authorization !== undefined && { authorization }),
  };
  if (url.protocol === 'https:') trustSystem();
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(PATIENCE_MS)]);
  try {
    // A redirect would be followed with another method, or without the password.
    const answer = await fetch(place, { method: 'PUT', headers, body, signal, redirect: 'manual' });
    await requireTaken(answer);
  } catch (error) {
    const about = `${job.module} ${shown(job.address)}`;
    throw new Error(
      `${about}: not pushed to ${maskedAddress(url.href)}: ${fetchTrouble(error, PATIENCE_MS)}`,
      {
        cause: error,
      },
    );
  }
}

/** Two listed targets may have one address. */
function nameOf({ name }: Job): { readonly target?: string } {
  return name === undefined ? {} : { target: name };
}

/** In base64, since a plain value can hold no slash and no nothing. */
function groupPath(group: Readonly<Record<string, string>>): string {
  return Object.entries(group)
    .map(([name, value]) => `/${name}@base64/${Buffer.from(value).toString('base64url') || '='}`)
    .join('');
}

async function requireTaken(answer: Response): Promise<void> {
  const said = await beginning(answer);
  if (answer.ok) return;
  const why = said.length === 0 ? '' : `: ${shown(said)}`;
  throw new Error(`got status ${answer.status}, want 200${why}`);
}

async function beginning({ body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks);
}
