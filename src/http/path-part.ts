import { refusal } from './refusal.ts';

/** The name that a part of a path stands for. */
export function pathPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw refusal(400, `${JSON.stringify(part)} is not well encoded`);
  }
}
