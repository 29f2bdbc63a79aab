import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { withInputLines } from '../../src/commands/input-lines.ts';

const from = (...chunks: readonly string[]) => ({
  input: Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
});

test('a - stands for the lines of standard input', async () => {
  const input = from('\ufeff# ours\r\nhttps://a.exa', 'mple/#top\r\n\n  b.example:1  \nc:2');

  assert.deepEqual(await withInputLines(['web', '-', 'd:3'], input), [
    'web',
    'https://a.example/#top',
    'b.example:1',
    'c:2',
    'd:3',
  ]);
});

test('a character in two packets is one', async () => {
  const [bytes, { length }] = [Buffer.from('bücher.example'), Buffer.from('b')];
  const input = Readable.from([bytes.subarray(0, length + 1), bytes.subarray(length + 1)]);

  assert.deepEqual(await withInputLines(['-'], { input }), ['bücher.example']);
});

test('without a - nothing is read', async () => {
  const input = new Readable({
    read() {
      this.destroy(new Error('was read'));
    },
  });

  assert.deepEqual(await withInputLines(['web', 'a:1'], { input }), ['web', 'a:1']);
});

test('input without a line, or without an end, is refused', async () => {
  const line = Buffer.alloc(2 ** 20, 'x');
  const endless = Readable.from(
    (function* () {
      for (;;) yield line;
    })(),
  );

  await assert.rejects(withInputLines(['web', '-'], from('# nothing\n\n')), {
    message: 'standard input has no line, want a target on each',
  });
  await assert.rejects(withInputLines(['web', '-'], { input: endless }), {
    message: 'standard input has more than 16 MB, want less',
  });
});
