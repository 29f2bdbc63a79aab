import assert from 'node:assert/strict';
import { test } from 'node:test';
import { targetFile } from '../../src/export/file-names.ts';

test('a file is named as its target where that is a name for a file', () => {
  assert.equal(targetFile('shop'), 'shop.html');
  assert.equal(targetFile('shop.example-2_b'), 'shop.example-2_b.html');
  assert.equal(targetFile('a'.repeat(100)), `${'a'.repeat(100)}.html`);
});

test('any other name gives a file of its own, in the same folder, that can still be read', () => {
  const check = (name: string, wanted: RegExp): void => {
    const file = targetFile(name);
    assert.match(file, wanted);
    assert.match(file, /^[a-z0-9][a-z0-9._-]*\.html$/);
    assert.ok(Buffer.byteLength(file) < 100, file);
  };

  check('../../../etc/passwd', /^etc-passwd-[0-9a-f]{16}\.html$/);
  check('..', /^target-[0-9a-f]{16}\.html$/);
  check('.', /^target-[0-9a-f]{16}\.html$/);
  check('.htaccess', /^htaccess-[0-9a-f]{16}\.html$/);
  check('C:\\Windows\\con', /^c-windows-con-[0-9a-f]{16}\.html$/);
  check('a\0b', /^a-b-[0-9a-f]{16}\.html$/);
  check('Größe?', /^gr-e-[0-9a-f]{16}\.html$/);
  check('%2e%2e%2f', /^2e-2e-2f-[0-9a-f]{16}\.html$/);
  check('x'.repeat(200), /^x{60}-[0-9a-f]{16}\.html$/);
  check('\u202egnp.exe', /^gnp-exe-[0-9a-f]{16}\.html$/);
});

test('no two targets share a file, also where upper and lower case are the same', () => {
  const names = [
    'shop',
    'Shop',
    'SHOP',
    'sh-op',
    'sh op',
    'sh/op',
    'sh?op',
    ' shop',
    'shop ',
    '…',
    '—',
  ];
  const tricky = names.map((name) => targetFile(name).replace(/\.html$/, ''));
  const all = [...new Set([...names, ...tricky])];

  assert.equal(new Set(all.map((name) => targetFile(name).toLowerCase())).size, all.length);
});
