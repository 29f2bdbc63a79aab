import type { Story } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { visible } from './visible.ts';

/** Where else one sees the target: for programs, for readers of feeds, and for pages of others. */
export function elsewhere({ name }: Pick<Story, 'name'>, root: string, base: URL): Html {
  const encoded = encodeURIComponent(name);
  return html`<ul class="links">
<li><a href="${root}api/v1/targets/${encoded}">All of this as JSON</a></li>
<li><a href="${root}feed?target=${encoded}">When it goes up and down, as a feed</a></li>
<li>A badge for a README: <code>${visible(badgeSnippet(name, base))}</code></li>
</ul>
`;
}

/** In Markdown. */
export function badgeSnippet(name: string, base: URL): string {
  // Brackets need no encoding in a URL, but Markdown ends it there.
  const encoded = encodeURIComponent(name).replace(/[()]/g, (one) => (one === '(' ? '%28' : '%29'));
  const text = name.replace(/[\\[\]`*_<>]/g, '\\$&');
  return `[![${text}](${base.href}badges/${encoded}.svg)](${base.href}targets/${encoded})`;
}
