import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFieldReader } from '../../../src/net/http2/field-reader.ts';

type Read = ReturnType<typeof startFieldReader>;

function read(reader: Read, hex: string): string {
  const fields = reader(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
  return fields.map(([name, value]) => `${name}=${value}`).join(' ');
}

test('reads the requests that the RFC shows, plain and by Huffman', () => {
  const first = ':method=GET :scheme=http :path=/ :authority=www.example.com';
  const second = `${first} cache-control=no-cache`;
  const third =
    ':method=GET :scheme=https :path=/index.html :authority=www.example.com custom-key=custom-value';

  const plain = startFieldReader();
  assert.equal(read(plain, '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d'), first);
  assert.equal(read(plain, '8286 84be 5808 6e6f 2d63 6163 6865'), second);
  assert.equal(
    read(plain, '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65'),
    third,
  );

  const short = startFieldReader();
  assert.equal(read(short, '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff'), first);
  assert.equal(read(short, '8286 84be 5886 a8eb 1064 9cbf'), second);
  assert.equal(read(short, '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf'), third);
});

test('forgets the oldest field when the table is full', () => {
  const reader = startFieldReader();
  const rest =
    'cache-control=private date=Mon, 21 Oct 2013 20:13:21 GMT location=https://www.example.com';

  // The table has 256 bytes, as in the RFC.
  assert.equal(
    read(
      reader,
      `3fe101 4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133
       2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d`,
    ),
    `:status=302 ${rest}`,
  );
  assert.equal(read(reader, '4803 3330 37c1 c0bf'), `:status=307 ${rest}`);
  // The place of the one that went.
  assert.throws(() => read(reader, 'c2'), { reason: 'protocol' });
});

test('a field that is larger than the table empties it', () => {
  const reader = startFieldReader();

  assert.equal(read(reader, '3f01 4001 6101 62'), 'a=b');
  assert.throws(() => read(reader, 'be'), { reason: 'protocol' });
});

test('refuses blocks that make no sense', () => {
  const check = (hex: string): void =>
    assert.throws(() => read(startFieldReader(), hex), { reason: 'protocol' }, hex);

  // Fields by numbers that stand for none.
  check('80');
  check('be');
  check('ffffffff0f');
  // Cut short in a name, in a value, in a number, in front of each.
  check('00');
  check('0001');
  check('000161');
  check('00016105');
  check('007f');
  check('ff');
  // Numbers without an end.
  check('ff8080808080808080808000');
  check('ffffffffffffffffff7f');
  // A table that grows beyond what was offered, and one amid fields.
  check('3fe21f');
  check('8820');
});

test('a few bytes do not become many', () => {
  // A name of 127 bytes and a value of 3900, which fit into the table.
  const large = `407f00${'61'.repeat(127)}7fbd1d${'62'.repeat(3900)}`;
  const bomb = large + 'be'.repeat(1000);

  assert.throws(() => read(startFieldReader(), bomb), {
    reason: 'protocol',
    message: 'got headers of more than 1048576 bytes',
  });
});
