import assert from 'node:assert/strict';
import { test } from 'node:test';
import daytime from '../../probes/daytime.ts';

async function accepts(config: object, wanted: object): Promise<void> {
  const defaults = { transport: 'tcp', zone: 'UTC', ip_protocol_fallback: true };
  const parsed = await daytime.config['~standard'].validate(config);
  assert.deepEqual(parsed, { value: { ...defaults, ...wanted } });
}

async function refuses(config: object, message: string): Promise<void> {
  const { issues = [] } = await daytime.config['~standard'].validate(config);
  assert.deepEqual(
    issues.map(({ message }) => message),
    [message],
  );
}

test('asks by TCP in UTC if nothing is said', async () => {
  await accepts({}, {});
  await accepts({ transport: 'udp' }, { transport: 'udp' });
  await accepts({ preferred_ip_protocol: 'ip4' }, { preferred_ip_protocol: 'ip4' });
  await accepts({ ip_protocol_fallback: 'no' }, { ip_protocol_fallback: false });
});

test('takes zones by name or by offset', async () => {
  for (const zone of [
    'Europe/Berlin',
    'europe/berlin',
    'UTC',
    'Z',
    '+02:00',
    '-0330',
    '+02',
    'UTC+2',
    '+14:00',
  ]) {
    await accepts({ zone }, { zone });
  }
});

test('refuses zones that are none, and the one of the machine', async () => {
  for (const zone of [
    '',
    'Mars/Olympus',
    'local',
    'system',
    '+15:00',
    '+02:60',
    '+2:0',
    '2',
    'CEST',
  ]) {
    await refuses(
      { zone },
      `got ${JSON.stringify(zone)}, want a time zone such as UTC, Europe/Berlin, "+02:00"`,
    );
  }
});

test('takes formats that tell at least the minute', async () => {
  for (const format of [
    'yyyy-MM-dd HH:mm',
    'd.M.yy H:mm:ss',
    'h:mm a M/d/yyyy',
    "HH:mm 'on' ccc d LLL yyyy ZZZ",
  ]) {
    await accepts({ format }, { format });
  }
});

test('refuses formats that do not tell the day or the time', async () => {
  const want = 'want luxon tokens that tell at least the minute, as yyyy-MM-dd HH:mm:ss';
  for (const format of [
    '',
    'yyyy-MM-dd',
    'HH:mm:ss',
    'yyyy-MM-dd hh:mm',
    'yyyy-MM-dd HH:mm a',
    'MM-dd HH:mm',
    "'now'",
  ]) {
    await refuses({ format }, `got ${JSON.stringify(format)}, ${want}`);
  }
});

test('refuses keys and transports that it does not know', async () => {
  await refuses({ timezone: 'UTC' }, 'Unrecognized key: "timezone"');
  await refuses({ transport: 'sctp' }, 'Invalid option: expected one of "tcp"|"udp"');
});

test('takes targets with and without a port', async () => {
  const reads = async (text: string, wanted: object): Promise<void> => {
    assert.deepEqual(await daytime.target['~standard'].validate(text), { value: wanted });
  };
  await reads('clock.example', { host: 'clock.example', port: 13 });
  await reads('clock.example:1313', { host: 'clock.example', port: 1313 });
  await reads('192.0.2.7', { host: '192.0.2.7', port: 13 });
  await reads('[2001:db8::1]:1313', { host: '2001:db8::1', port: 1313 });
  await reads('2001:db8::1', { host: '2001:db8::1', port: 13 });
  const { issues = [] } = await daytime.target['~standard'].validate('clock.example:0');
  assert.equal(issues.length, 1);
});
