import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCertificate } from '../../src/net/certificate.ts';
import { distinguishedName } from '../../src/net/distinguished-name.ts';
import { selfSigned, type Wanted } from '../support/certificates.ts';

function nameOf(...subject: Wanted['subject']): string {
  return distinguishedName(readCertificate(selfSigned({ subject }).der).subject);
}

test('writes a name as Go does: by type, escaped, the unknown ones last and by number', () => {
  function check(subject: Wanted['subject'], wanted: string): void {
    assert.equal(nameOf(...subject), wanted);
  }

  check([], '');
  check(
    [
      ['C', 'DE'],
      ['L', 'Berlin'],
      ['ST', 'BE'],
      ['POSTALCODE', '10115'],
      ['STREET', 'Weg 1'],
      ['SERIALNUMBER', '7'],
      ['O', 'Shop'],
      ['CN', 'shop.test'],
      ['OU', 'Web'],
    ],
    'SERIALNUMBER=7,CN=shop.test,OU=Web,O=Shop,POSTALCODE=10115,STREET=Weg 1,L=Berlin,ST=BE,C=DE',
  );
  check(
    [
      ['OU', 'b'],
      ['CN', 'one'],
      ['OU', 'a'],
      ['CN', 'two'],
    ],
    'CN=two,OU=b+OU=a',
  );
  check(
    [
      ['CN', ' a,b+c"d\\e<f>g;h '],
      ['O', '#x#'],
    ],
    'CN=\\ a\\,b\\+c\\"d\\\\e\\<f\\>g\\;h\\ ,O=\\#x#',
  );
  check([['CN', 'Österreich 🦊']], 'CN=Österreich 🦊');
  check(
    [
      ['0.9.2342.19200300.100.1.25', 'te+st'],
      ['CN', 'x'],
      ['1.2.840.113549.1.9.1', '#a@b.c'],
    ],
    'CN=x,1.2.840.113549.1.9.1=\\#a@b.c,0.9.2342.19200300.100.1.25=te\\+st',
  );
});

test('reads serial number, validity and names', () => {
  function check(wanted: Partial<Wanted>, expected: object): void {
    const { der } = selfSigned({ subject: [['CN', 'x']], ...wanted });
    const { serialNumber, notBefore, notAfter, dnsNames } = readCertificate(der);
    assert.deepEqual({ serialNumber, notBefore, notAfter, dnsNames }, { ...common, ...expected });
  }
  const days = {
    notBefore: new Date('1999-12-31T23:59:59Z'),
    notAfter: new Date('2049-12-31T23:59:59Z'),
  };
  const common = { serialNumber: '01', notBefore: 946684799, notAfter: 2524607999, dnsNames: [] };

  check({ ...days, serial: '01' }, {});
  check({ ...days, serial: 'ff00' }, { serialNumber: 'ff00' });
  check({ ...days, serial: '0abc' }, { serialNumber: '0abc' });
  check(
    { ...days, serial: '01', notAfter: new Date('9999-12-31T23:59:59Z') },
    { notAfter: 253402300799 },
  );
  check(
    { ...days, serial: '01', names: ['b.test', '1.2.3.4', 'a.test'] },
    { dnsNames: ['b.test', 'a.test'] },
  );
});

test('a certificate that is cut or spoilt at any place is an error or another one, never a hang', () => {
  const { der } = selfSigned({ subject: [['CN', 'x']], names: ['a.test'] });

  for (let end = 0; end < der.length; end += 1) {
    assert.throws(() => readCertificate(der.subarray(0, end)), Error);
  }
  for (let at = 0; at < der.length; at += 1) {
    const spoilt = Buffer.from(der);
    spoilt[at] = 0xff;
    try {
      readCertificate(spoilt);
    } catch (error) {
      assert.ok(error instanceof Error);
    }
  }
});
