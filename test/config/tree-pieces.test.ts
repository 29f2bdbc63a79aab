import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseText } from '../../src/config/document.ts';
import { emptied, type Located } from '../../src/config/tree.ts';
import { addPiece, piecesOf } from '../../src/config/tree-pieces.ts';

function sizeOf({ children }: Located): number {
  return [...children.values()].reduce((sum, child) => sum + sizeOf(child), 1);
}

test('a tree comes in small pieces, and out of them as it was', () => {
  const list = (length: number): string => `[${Array.from({ length }, (_, at) => at).join(',')}]`;
  const texts = [
    '',
    'a',
    'a: 1',
    list(10),
    list(5000),
    `{ a: ${list(1000)}, b: { c: ${list(1000)} }, d: e }`,
  ];
  for (const text of texts) {
    const { root } = parseText(text);
    const again = emptied(root);
    for (const piece of piecesOf(root)) {
      assert.ok(piece.children.reduce((sum, [, child]) => sum + sizeOf(child), 0) < 400);
      addPiece(again, structuredClone(piece));
    }
    assert.deepEqual(again, root);
    assert.deepEqual([...again.children.keys()], [...root.children.keys()]);
  }
});

test('a piece without its place is a bug', () => {
  const { root } = parseText('a: 1');
  const piece = { path: ['nowhere'], children: [] };
  assert.throws(() => addPiece(root, piece), /^Error: BUG: /);
});
