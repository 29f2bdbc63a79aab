/** An answer that is not 200: the text is for the person who asked. */
export function refusal(status: number, text: string): Error & { readonly status: number } {
  return Object.assign(new Error(text), { status });
}
