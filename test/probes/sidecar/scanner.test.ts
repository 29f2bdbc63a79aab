import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { startScanner } from '../../../probes/sidecar/scanner.ts';

/** The length at which the scanner sees the end, whatever the size of the chunks. */
function endOf(text: string): number | undefined {
  const bytes = Buffer.from(text);
  const [whole, single] = [bytes.length, 1].map((size) => endInChunks(bytes, size));
  assert.equal(single, whole, `byte by byte: ${text}`);
  return whole;
}

function endInChunks(bytes: Buffer, size: number): number | undefined {
  const { push } = startScanner();
  for (let start = 0; start < bytes.length; start += size) {
    const end = push(bytes.subarray(start, start + size));
    if (end !== undefined) return start + end;
  }
  return undefined;
}

test('ends with the first value, whatever comes behind it', () => {
  assert.equal(endOf('{}'), 2);
  assert.equal(endOf('{"a": {"b": [1, 2]}}\n'), 20);
  assert.equal(endOf('[1]{"b": 2}'), 3);
  assert.equal(endOf(' \r\n\t{} garbage'), 6);
  assert.equal(endOf('\ufeff{}'), 5);
});

test('takes brackets in a string for text', () => {
  assert.equal(endOf('{"}": "]}"}x'), 11);
  assert.equal(endOf(String.raw`{"\"}": 1}x`), 10);
  assert.equal(endOf(String.raw`{"\\": "\\\""}x`), 14);
  assert.equal(endOf('{"é💡}": 1}x'), 14);
});

test('waits while the value goes on', () => {
  assert.equal(endOf(''), undefined);
  assert.equal(endOf('  '), undefined);
  assert.equal(endOf('{"a": 1'), undefined);
  assert.equal(endOf('{"a": "}'), undefined);
  assert.equal(endOf(String.raw`{"a": "\"}`), undefined);
});

test('refuses at the first byte what is neither an object nor a list', () => {
  function refuse(text: string, message: string): void {
    assert.throws(() => startScanner().push(Buffer.from(text)), { reason: 'payload', message });
  }
  refuse('<html>', 'got "<html>", want a JSON object');
  refuse('\n42', 'got "42", want a JSON object');
  refuse('}', 'got "}", want a JSON object');
  refuse('\0\u0007', 'got "\\u0000\\u0007", want a JSON object');
  refuse('x'.repeat(1000), `got "${'x'.repeat(200)}"…, want a JSON object`);
});

test('refuses what nests too deep', () => {
  assert.equal(endOf(`${'['.repeat(100)}${']'.repeat(100)}`), 200);
  assert.throws(() => startScanner().push(Buffer.from('['.repeat(100_000))), {
    reason: 'payload',
    message: 'the JSON nests deeper than 100 levels',
  });
});

test('finds the end of any object, split at any points', () => {
  const object = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
  const splits = fc.array(fc.nat({ max: 200 }));
  fc.assert(
    fc.property(object, splits, fc.constantFrom(0, 2, '\t'), (object, splits, indent) => {
      const text = JSON.stringify(object, null, indent);
      const bytes = Buffer.from(`${text}{"more": 1}`);
      const { push } = startScanner();
      const cuts = [...splits, bytes.length].sort((a, b) => a - b);
      let start = 0;
      let end: number | undefined;
      for (const cut of cuts) {
        if (end !== undefined || cut > bytes.length) break;
        const within = push(bytes.subarray(start, cut));
        end = within === undefined ? undefined : start + within;
        start = cut;
      }
      end ??= (push(bytes.subarray(start)) ?? Number.NaN) + start;
      assert.equal(end, Buffer.byteLength(text));
    }),
  );
});
