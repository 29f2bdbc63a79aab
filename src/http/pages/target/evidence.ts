import type { EvidenceAccount } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { certificates } from './certificates.ts';
import { visible } from './visible.ts';

type Message = Extract<EvidenceAccount, { kind: 'sent' | 'received' }>;
type Entries = Extract<EvidenceAccount, { kind: 'entries' }>;

/** What a run saw, in the order in which it saw it. */
export function evidence(seen: readonly EvidenceAccount[], nowMs: number): Html {
  return html`${groupsOf(seen).map((group) => shown(group, nowMs))}`;
}

type Group = Exclude<EvidenceAccount, Message> | readonly Message[];

/** Messages that follow one another are one conversation. */
function groupsOf(seen: readonly EvidenceAccount[]): readonly Group[] {
  const groups: (Exclude<EvidenceAccount, Message> | Message[])[] = [];
  for (const one of seen) {
    const last = groups.at(-1);
    if (one.kind === 'entries' || one.kind === 'certificates') groups.push(one);
    else if (Array.isArray(last)) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

function shown(group: Group, nowMs: number): Html {
  if (!('kind' in group)) return conversation(group);
  return group.kind === 'entries' ? entries(group) : certificates(group.chain, nowMs);
}

function conversation(messages: readonly Message[]): Html {
  return html`<ol class="conversation">${messages.map(message)}</ol>
`;
}

const SPEAKERS = { sent: 'We sent', received: 'It answered' } as const;

function message({ kind, text }: Message): Html {
  // A line feed right behind the tag is none of the text: it is lost to the parser in any case.
  const said = text === '' ? html`<p>nothing</p>` : html`<pre>\n${visible(text)}</pre>`;
  return html`<li class="${kind}"><b>${SPEAKERS[kind]}</b>${said}</li>
`;
}

function entries({ title, entries }: Entries): Html {
  const pairs = entries.map(
    ([name, value]) => html`<dt>${visible(name)}</dt><dd>${visible(value)}</dd>\n`,
  );
  const list = pairs.length === 0 ? html`<p>none</p>` : html`<dl class="pairs">${pairs}</dl>`;
  return html`<h4>${visible(title)}</h4>
${list}
`;
}
