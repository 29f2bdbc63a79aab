/** The first of a text, as a text of its own: a slice keeps all that it was cut from in memory. */
export function beginning(text: string, most: number): string {
  return text.length <= most ? text : Buffer.from(text.slice(0, most)).toString();
}
