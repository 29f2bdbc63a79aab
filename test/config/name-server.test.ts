import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameServer } from '../../src/config/name-server.ts';

function check(text: string, isOne: boolean): void {
  assert.equal(nameServer.safeParse(text).success, isOne, text);
}

test('a name server is an address, with a port if need be', () => {
  check('10.96.0.10', true);
  check('10.96.0.10:53', true);
  check('10.96.0.10:65535', true);
  check('2001:db8::53', true);
  check('[2001:db8::53]', true);
  check('[2001:db8::53]:5353', true);
  check('::1', true);
});

test('a name, a zone or half an address is none', () => {
  check('', false);
  check('dns.example', false);
  check('dns.example:53', false);
  check('10.96.0', false);
  check('10.96.0.256', false);
  check('10.96.0.10:', false);
  check('10.96.0.10:0', false);
  check('10.96.0.10:65536', false);
  check('10.96.0.10:53:53', false);
  check('[10.96.0.10]:53', false);
  check('[]:53', false);
  check('2001:db8::53]:5353', false);
  check('fe80::1%eth0', false);
  check(' 10.96.0.10', false);
  check('10.96.0.10,10.96.0.11', false);
  check('udp://10.96.0.10', false);
});
