import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badgeSnippet, elsewhere } from '../../../../src/http/pages/target/elsewhere.ts';

const BASE = new URL('https://probes.example/synthetic/');

test('the snippet for a badge is Markdown that no name can break', () => {
  const check = (name: string, wanted: string) => assert.equal(badgeSnippet(name, BASE), wanted);
  const home = 'https://probes.example/synthetic/';

  check('shop', `[![shop](${home}badges/shop.svg)](${home}targets/shop)`);
  check(
    'odd](x)/na me',
    `[![odd\\](x)/na me](${home}badges/odd%5D%28x%29%2Fna%20me.svg)](${home}targets/odd%5D%28x%29%2Fna%20me)`,
  );
});

test('what is for programs lies where the page says, whatever the name is', () => {
  const { markup } = elsewhere({ name: 'a/b&c' }, '../', BASE);

  assert.match(markup, /href="\.\.\/api\/v1\/targets\/a%2Fb%26c"/);
  assert.match(markup, /href="\.\.\/feed\?target=a%2Fb%26c"/);
});
