import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html } from '../../src/http/pages/html.ts';

function check({ markup }: { readonly markup: string }, wanted: string): void {
  assert.equal(markup, wanted);
}

const HOSTILE = `<script>alert("x&y")</script>'`;
const HARMLESS = '&lt;script&gt;alert(&quot;x&amp;y&quot;)&lt;/script&gt;&#39;';

test('what is inserted is text, never markup', () => {
  check(html`<p>${HOSTILE}</p>`, `<p>${HARMLESS}</p>`);
  check(html`<a title="${HOSTILE}">`, `<a title="${HARMLESS}">`);
  check(html`<a title='${"' onclick='x"}'>`, "<a title='&#39; onclick=&#39;x'>");
});

test('what is escaped already is escaped once more, since it is text', () => {
  check(html`${'&lt;'}`, '&amp;lt;');
});

test('markup is inserted as it is, alone or in a list', () => {
  check(html`<ul>${html`<li>${'<'}</li>`}</ul>`, '<ul><li>&lt;</li></ul>');
  check(
    html`<ul>${['a', '<'].map((one) => html`<li>${one}</li>`)}</ul>`,
    '<ul><li>a</li><li>&lt;</li></ul>',
  );
  check(html`${[]}`, '');
});

test('numbers and nothing at all are inserted as they are', () => {
  check(html`<td>${0}</td><td>${-1.5}</td><td>${''}</td>`, '<td>0</td><td>-1.5</td><td></td>');
  check(html`plain`, 'plain');
});

test('the markup of the page is read as JavaScript reads a text', () => {
  check(html`a\tb${'\\n'}`, 'a\tb\\n');
});
