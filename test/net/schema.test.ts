import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostPort, yamlBoolean, yamlBytes, yamlText } from '../../src/net/schema.ts';

test('reads host and port, with brackets around IPv6', () => {
  const check = (text: string, wanted: string | undefined, defaultPort?: number): void => {
    const parsed = hostPort(defaultPort).safeParse(text);
    const found = parsed.success ? `${parsed.data.host} ${parsed.data.port}` : undefined;
    assert.equal(found, wanted, text);
  };
  check('shop.example:80', 'shop.example 80');
  check('127.0.0.1:65535', '127.0.0.1 65535');
  check('[::1]:80', '::1 80');
  check('[fe80::1%eth0]:80', 'fe80::1%eth0 80');
  check(' _x.example:1 ', '_x.example 1');
  check('shop.example', undefined);
  check('shop.example:0', undefined);
  check('shop.example:65536', undefined);
  check('shop.example:http', 'shop.example 80');
  check('shop.example:DOMAIN', 'shop.example 53');
  check('shop.example:nobodys-service', undefined);
  check('shop.example:000080', 'shop.example 80');
  check('shop.example:-80', undefined);
  check('shop.example:80/path', undefined);
  check('http://shop.example:80', undefined);
  check('::1:80', undefined);
  check(':80', undefined);
  check('', undefined);
  check('a b:80', undefined);
  check('shop.example', 'shop.example 13', 13);
  check('::1', '::1 13', 13);
  check('[::1]', '::1 13', 13);
  check('[::1]:14', '::1 14', 13);
  check('shop.example:', undefined, 13);
  check('shop.example:http', undefined, 13);
  check('http://shop.example', undefined, 13);
});

test('says what a target should look like', () => {
  const message = (port?: number): string | undefined =>
    hostPort(port).safeParse('a b').error?.issues[0]?.message;
  assert.equal(message(), 'got "a b", want host:port');
  assert.equal(message(13), 'got "a b", want host or host:port');
});

test('reads booleans as YAML 1.1 writes them', () => {
  const check = (value: unknown, wanted: boolean | undefined): void =>
    assert.equal(yamlBoolean.safeParse(value).data, wanted);
  check(true, true);
  check('yes', true);
  check('On', true);
  check('n', false);
  check('OFF', false);
  check('true', undefined);
  check(1, undefined);
});

test('reads text and bytes, and leaves numbers to the loader, which knows how they were written', () => {
  assert.equal(yamlText.parse('220'), '220');
  assert.equal(yamlText.parse(new Uint8Array([0xc3, 0xa9])), 'é');
  assert.equal(yamlText.safeParse(1.1).success, false);
  assert.deepEqual([...yamlBytes.parse('aé')], [0x61, 0xc3, 0xa9]);
  assert.deepEqual([...yamlBytes.parse(new Uint8Array([0, 0xff]))], [0, 0xff]);
  const [issue] = yamlBytes.safeParse(1.1).error?.issues ?? [];
  assert.equal(issue?.code === 'invalid_type' && issue.expected, 'string');
});
