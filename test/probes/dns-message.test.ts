import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import packet from 'dns-packet';
import * as fc from 'fast-check';
import { type Message, readMessage } from '../../probes/dns/message.ts';
import { writeName } from '../../probes/dns/name.ts';
import { dnsAnswer, dnsName, dnsRecord } from '../support/dns-server.ts';

const QUESTION = Buffer.from(`${dnsName('q.example')}00010001`, 'hex');

function answerOf(...records: readonly Buffer[]): Buffer {
  return dnsAnswer({ id: 1, question: QUESTION }, { answer: records });
}

function counts({ answer, authority, additional }: Message): readonly number[] {
  return [answer.length, authority.length, additional.length];
}

const address = dnsRecord(1, 'c0000201');

test('what another encoder writes is read, compressed names and all', () => {
  const bytes = packet.encode({
    type: 'response',
    id: 4711,
    flags: packet.RECURSION_DESIRED | packet.AUTHORITATIVE_ANSWER,
    questions: [{ type: 'MX', name: 'example.com' }],
    answers: [
      {
        type: 'MX',
        name: 'example.com',
        ttl: 60,
        data: { preference: 5, exchange: 'a.example.com' },
      },
      { type: 'TXT', name: 'example.com', ttl: 60, data: ['one', 'two'] },
    ],
    authorities: [
      {
        type: 'SOA',
        name: 'example.com',
        ttl: 1,
        data: {
          mname: 'ns.example.com',
          rname: 'root.example.com',
          serial: 7,
          refresh: 6,
          retry: 5,
          expire: 4,
          minimum: 3,
        },
      },
    ],
    additionals: [{ type: 'AAAA', name: 'a.example.com', ttl: 9, data: '2001:db8::5' }],
  });
  const message = readMessage(bytes);
  assert.equal(message.id, 4711);
  assert.equal(message.rcode, 0);
  assert.equal(message.flags, 0x8500);
  const texts = [...message.answer, ...message.authority, ...message.additional].map(
    ({ text }) => text,
  );
  assert.deepEqual(texts, [
    'example.com.\t60\tIN\tMX\t5 a.example.com.',
    'example.com.\t60\tIN\tTXT\t"one" "two"',
    'example.com.\t1\tIN\tSOA\tns.example.com. root.example.com. 7 6 5 4 3',
    'a.example.com.\t9\tIN\tAAAA\t2001:db8::5',
  ]);
});

describe('a message', () => {
  test('may be a header alone, whatever it counts', () => {
    const header = answerOf(address).subarray(0, 12);
    assert.deepEqual(counts(readMessage(header)), [0, 0, 0]);
  });

  test('may count more records than it has, and have more bytes than records', () => {
    const liar = answerOf(address);
    liar.writeUInt16BE(0xffff, 6);
    liar.writeUInt16BE(0xffff, 10);
    assert.deepEqual(counts(readMessage(liar)), [1, 0, 0]);
    const long = Buffer.concat([answerOf(address), Buffer.from('more')]);
    assert.deepEqual(counts(readMessage(long)), [1, 0, 0]);
  });

  test('has the upper bits of its response code in the last OPT record', () => {
    const opt = (upper: number): Buffer =>
      dnsRecord(41, '', { owner: '00', classNumber: 1232, ttl: upper * 0x0100_0000 });
    const query = { id: 1, question: QUESTION };
    const message = dnsAnswer(query, { flags: 0x8187, additional: [opt(255), opt(1), address] });
    assert.equal(readMessage(message).rcode, 23);
  });
});

describe('a malformed message is the verdict protocol', () => {
  const refuse = (bytes: Buffer, why: RegExp): void =>
    assert.throws(() => readMessage(bytes), { reason: 'protocol', message: why });

  test('if anything in it ends too early', () => {
    refuse(Buffer.from('hello'), /5 bytes/);
    const whole = answerOf(dnsRecord(15, `000a${dnsName('m.example')}`));
    // A message may end between two records, and nowhere within one.
    for (let length = 12 + QUESTION.length + 1; length < whole.length; length += 1) {
      refuse(whole.subarray(0, length), /too early/);
    }
    refuse(whole.subarray(0, 12 + QUESTION.length - 3), /too early/);
  });

  test('if a record holds less or more than its type says', () => {
    refuse(answerOf(dnsRecord(1, 'c00002')), /ends too early/);
    refuse(answerOf(dnsRecord(1, 'c000020100')), /type A goes on/);
    refuse(answerOf(dnsRecord(16, '0561')), /ends too early/);
    refuse(answerOf(dnsRecord(15, '0a')), /ends too early/);
    refuse(answerOf(dnsRecord(128, '00')), /type NXNAME goes on/);
    refuse(answerOf(dnsRecord(41, '000300')), /ends too early/);
  });

  test('if a name is endless, too long or of an unknown kind', () => {
    const own = 0xc000 + 12 + QUESTION.length;
    refuse(answerOf(dnsRecord(1, 'c0000201', { owner: own.toString(16) })), /pointers/);
    const label = `3f${'61'.repeat(63)}`;
    refuse(answerOf(dnsRecord(5, `${label.repeat(3)}3e${'61'.repeat(62)}00`)), /longer than 255/);
    refuse(answerOf(dnsRecord(5, `40${'61'.repeat(64)}00`)), /unknown kind/);
    refuse(answerOf(dnsRecord(5, 'ffff')), /too early/);
    const longest = `${label.repeat(3)}3d${'61'.repeat(61)}00`;
    assert.deepEqual(counts(readMessage(answerOf(dnsRecord(5, longest)))), [1, 0, 0]);
  });

  test('if a list in a record breaks its rules', () => {
    const a = dnsName('a');
    refuse(answerOf(dnsRecord(47, `${a}0000`)), /block of 0 bytes/);
    refuse(answerOf(dnsRecord(47, `${a}0021${'ff'.repeat(33)}`)), /block of 33 bytes/);
    refuse(answerOf(dnsRecord(47, `${a}000140000140`)), /out of order/);
    refuse(answerOf(dnsRecord(64, `0001${a}00030002000100010003026832`)), /alpn .* out of order/);
    refuse(answerOf(dnsRecord(64, `0001${a}0003000101`)), /port .* 1 bytes/);
    refuse(answerOf(dnsRecord(64, `0001${a}0002000101`)), /no-default-alpn .* has a value/);
    refuse(answerOf(dnsRecord(64, `0001${a}000400020102`)), /ipv4hint .* 2 bytes/);
    refuse(answerOf(dnsRecord(64, `0001${a}00060000`)), /ipv6hint .* 0 bytes/);
    refuse(answerOf(dnsRecord(42, '0003080101')), /unknown family 3/);
    refuse(answerOf(dnsRecord(42, '00012103010203')), /longer than an address/);
    refuse(answerOf(dnsRecord(41, '0008000800012100c0a80101')), /subnet/);
    // Each pointer of two bytes would become a name.
    refuse(answerOf(dnsRecord(55, `00000000${'c00c'.repeat(65)}`)), /rendezvous/);
  });

  test('whatever the bytes are', () => {
    const noise = fc.uint8Array({ minLength: 0, maxLength: 600 });
    const record = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.uint8Array({ maxLength: 60 }));
    const read = (bytes: Buffer): void => {
      try {
        readMessage(bytes);
      } catch (error) {
        assert.equal(Object(error).reason, 'protocol', String(error));
      }
    };
    fc.assert(fc.property(noise, (bytes) => read(Buffer.from(bytes))));
    const property = fc.property(record, ([type, rdata]) =>
      read(answerOf(dnsRecord(type, Buffer.from(rdata)))),
    );
    fc.assert(property, { numRuns: 3000 });
  });
});

test('a name is written as people write it', () => {
  const check = (text: string, wanted: string | undefined): void =>
    assert.equal(writeName(text)?.toString('hex'), wanted);
  check('example.com', '076578616d706c6503636f6d00');
  check('example.com.', '076578616d706c6503636f6d00');
  check('.', '00');
  check('a\\.b.c', '03612e62016300');
  check('a\\065\\\\', '0361415c00');
  check('bü', '0362c3bc00');
  check('a..b', undefined);
  check('a\\', undefined);
  check('.a', undefined);
  check('', '00');
  check('a'.repeat(63), `3f${'61'.repeat(63)}00`);
  check('a'.repeat(64), undefined);
  check(`${'a.'.repeat(126)}a`, `${'0161'.repeat(127)}00`);
  check(`${'a.'.repeat(127)}a`, undefined);
});
