/** A part of a URL as text; where a percent sign means nothing, it is one. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
