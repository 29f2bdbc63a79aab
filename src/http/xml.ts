import { type Html, html } from './pages/html.ts';

/** Markup of an XML document: as that of pages, without the characters that XML knows no way to write. */
export function xml(markup: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return html(markup, ...parts.map((part) => (typeof part === 'string' ? writable(part) : part)));
}

type Part = string | number | Html | readonly Html[];

function writable(text: string): string {
  return text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
