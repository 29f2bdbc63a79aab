import { type HttpHead, headerValues } from './http-message.ts';
import { shown } from './shown.ts';

/** The status of an answer for people, with where it leads: `302 to "/elsewhere"`. */
export function statusText(head: HttpHead): string {
  const [location] = headerValues(head, 'location');
  return location === undefined
    ? `${head.status}`
    : `${head.status} to ${shown(Buffer.from(location, 'latin1'))}`;
}
