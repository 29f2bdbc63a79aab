import { failure } from '../../failure.ts';
import { headerValues } from '../http-message.ts';
import { HTTP, type Place, placeOf } from '../place.ts';
import { shown } from '../shown.ts';
import { resolveUrl } from '../url.ts';
import { ask, type Means, type Question, type Told } from './ask.ts';
import { encoded, type Form } from './form.ts';

export interface Answer {
  readonly status: number;
  /** In lower case, without parameters. */
  readonly mediaType: string;
  readonly body: Buffer;
}

export interface Post {
  readonly form: Form;
  readonly authorization: string | undefined;
  readonly userAgent: string | undefined;
}

const MAX_REDIRECTS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Sends a form, and goes on to where that leads, as long as it is the same host: secrets are for no other. */
export async function post(start: Place, wanted: Post, means: Means): Promise<Answer> {
  let place = start;
  let question = questionOf(wanted);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const { head, body } = await ask(place, question, means);
    const { status } = head;
    const [location = ''] = headerValues(head, 'location');
    if (location === '' || !REDIRECTS.has(status))
      return { status, mediaType: mediaType(head), body };
    place = nextPlace(place, location);
    if (status < 307) question = { ...questionOf({ ...wanted, form: undefined }), method: 'GET' };
  }
  throw failure('protocol', `got more than ${MAX_REDIRECTS} redirects`);
}

type Sent = Omit<Post, 'form'> & { readonly form: Form | undefined };

function questionOf({ form, authorization, userAgent }: Sent): Question {
  const headers = {
    'User-Agent': userAgent,
    Authorization: authorization,
    'Content-Type': form && 'application/x-www-form-urlencoded',
  };
  return {
    method: 'POST',
    headers: Object.entries(headers).flatMap(([name, value]) => (value ? [name, value] : [])),
    body: form && Buffer.from(encoded(form)),
  };
}

function nextPlace(place: Place, location: string): Place {
  try {
    const next = placeOf(resolveUrl(place.url, location), HTTP);
    if (next.name === place.name && (next.isTls || !place.isTls)) return next;
  } catch {
    // What is no URL is told as what leads elsewhere is.
  }
  throw failure('protocol', `got a redirect to ${shown(location)}, want that in token_url`);
}

function mediaType(head: Told['head']): string {
  const [type = ''] = headerValues(head, 'content-type');
  return type.replace(/;.*/s, '').trim().toLowerCase();
}
