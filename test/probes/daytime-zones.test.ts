import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { readTime } from '../../probes/daytime/read.ts';
import { found, hear } from '../support/daytime.ts';

// 2026-11-19T10:30:00Z
const NOV_19 = 1_795_084_200;
const HOUR = 3600;

async function reads(t: TestContext, text: string, zone: string, wanted: number): Promise<void> {
  assert.equal(found(await hear(t, `${text}\n`, { zone }), 'timestamp'), wanted, text);
}

test('reads a time without a zone in the zone of the config', async (t) => {
  const text = 'Thu Nov 19 10:30:00 2026';
  await reads(t, text, 'UTC', NOV_19);
  await reads(t, text, 'Europe/Berlin', NOV_19 - HOUR);
  await reads(t, text, 'America/New_York', NOV_19 + 5 * HOUR);
  await reads(t, text, '+02:00', NOV_19 - 2 * HOUR);
  await reads(t, text, '-0330', NOV_19 + 3.5 * HOUR);
  await reads(t, '19 JUL 2026 10:30:00', 'Europe/Berlin', 1_784_449_800);
});

test('reads a time with a zone in that one, whatever the config says', async (t) => {
  await reads(t, '19 NOV 2026 10:30:00 UTC', 'America/New_York', NOV_19);
  await reads(t, '19 NOV 2026 10:30:00 CET', 'America/New_York', NOV_19 - HOUR);
  await reads(t, '2026-11-19T10:30:00+05:45', 'America/New_York', NOV_19 - 5.75 * HOUR);
});

test('knows the usual abbreviations', async (t) => {
  const is = (name: string, hours: number): Promise<void> =>
    reads(t, `19 NOV 2026 10:30:00 ${name}`, 'UTC', NOV_19 - hours * HOUR);
  await Promise.all([is('UTC', 0), is('GMT', 0), is('UT', 0), is('Z', 0), is('WET', 0)]);
  await Promise.all([is('EST', -5), is('EDT', -4), is('CST', -6), is('CDT', -5)]);
  await Promise.all([is('MST', -7), is('MDT', -6), is('PST', -8), is('PDT', -7)]);
  await Promise.all([is('AKST', -9), is('AKDT', -8), is('HST', -10), is('NST', -3.5)]);
  await Promise.all([is('CET', 1), is('CEST', 2), is('MET', 1), is('MEST', 2)]);
  await Promise.all([is('WEST', 1), is('BST', 1), is('EET', 2), is('EEST', 3)]);
  await Promise.all([is('MSK', 3), is('SAST', 2), is('PKT', 5), is('WIB', 7)]);
  await Promise.all([is('HKT', 8), is('SGT', 8), is('AWST', 8), is('JST', 9), is('KST', 9)]);
  await Promise.all([is('ACST', 9.5), is('ACDT', 10.5), is('AEST', 10), is('AEDT', 11)]);
  await Promise.all([is('NZST', 12), is('NZDT', 13), is('cet', 1)]);
});

test('takes an abbreviation that several countries share as the zone of the config has it', async (t) => {
  await reads(t, 'Thu Nov 19 10:30:00 CST 2026', 'Asia/Shanghai', NOV_19 - 8 * HOUR);
  await reads(t, 'Thu Nov 19 10:30:00 CST 2026', 'America/Havana', NOV_19 + 5 * HOUR);
  await reads(t, 'Thu Nov 19 10:30:00 CST 2026', 'America/Chicago', NOV_19 + 6 * HOUR);
  await reads(t, 'Thu Nov 19 10:30:00 IST 2026', 'Asia/Kolkata', NOV_19 - 5.5 * HOUR);
  await reads(t, 'Thu Nov 19 10:30:00 IST 2026', 'Asia/Jerusalem', NOV_19 - 2 * HOUR);
  await reads(t, 'Sun Jul 19 10:30:00 IST 2026', 'Europe/Dublin', 1_784_449_800 + HOUR);
  await reads(t, 'Thu Nov 19 10:30:00 PST 2026', 'Asia/Manila', NOV_19 - 8 * HOUR);
  await reads(t, 'Thu Nov 19 10:30:00 AST 2026', 'America/Halifax', NOV_19 + 4 * HOUR);
});

test('takes the hour that comes twice for the one nearer to our own clock', () => {
  const summer = 1_792_888_200;
  const winter = 1_792_891_800;
  const read = (now: number): number => {
    return readTime('25 OCT 2026 02:30:00', { zone: 'Europe/Berlin', now }).said;
  };
  assert.equal(read(summer - 9 * HOUR), summer);
  assert.equal(read(summer + 1700), summer);
  assert.equal(read(winter - 1700), winter);
  assert.equal(read(winter + 9 * HOUR), winter);
});

test('needs no guess where the text names one of the two', async (t) => {
  await reads(t, '25 OCT 2026 02:30:00 CEST', 'Europe/Berlin', 1_792_888_200);
  await reads(t, '25 OCT 2026 02:30:00 CET', 'Europe/Berlin', 1_792_891_800);
  await reads(t, '25 OCT 2026 01:30:00 IST', 'Europe/Dublin', 1_792_888_200);
});
