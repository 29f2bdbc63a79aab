/** Whether a server that reads this Accept-Encoding may answer in that encoding. */
export function accepts(header: string, encoding: string): boolean {
  if (header === '') return true;
  const choices = header
    .split(',')
    .map(readChoice)
    .toSorted((a, b) => b.quality - a.quality);
  const chosen = choices.find(({ name }) => name === encoding || name === '*');
  return chosen !== undefined && chosen.quality > 0;
}

function readChoice(text: string): { readonly name: string; readonly quality: number } {
  const at = text.lastIndexOf(';');
  if (at < 0) return { name: text.trim(), quality: 1 };
  const quality = Number.parseFloat(
    text
      .slice(at + 1)
      .trim()
      .replace(/^q=/, ''),
  );
  return {
    name: text.slice(0, at).trim(),
    quality: Number.isNaN(quality) ? 0 : Math.round(quality * 1000) / 1000,
  };
}
