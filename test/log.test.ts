import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as always, property, record, string } from 'fast-check';
import { createLog, type Fields, type Level, type LogFormat, logfmtLine } from '../src/log.ts';

function lines(
  format: LogFormat,
  level: Level,
  write: (log: ReturnType<typeof createLog>) => void,
): string[] {
  const lines: string[] = [];
  write(createLog({ level, format, write: (line) => void lines.push(line) }));
  return lines;
}

const TIME = /time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /;

test('a line has a time, a level, a message and its fields', () => {
  const [line = ''] = lines('logfmt', 'info', (log) =>
    log.warn('probe failed', { name: 'shop', seconds: 0.25, phase: undefined, late: false }),
  );

  assert.match(line, TIME);
  assert.equal(
    line.replace(TIME, ''),
    'level=WARN msg="probe failed" name=shop seconds=0.25 late=false\n',
  );
});

test('in JSON it is the same', () => {
  const [line = ''] = lines('json', 'info', (log) =>
    log.error('x', { a: 'b', c: 1, d: undefined }),
  );
  const { time, ...rest } = JSON.parse(line) as Record<string, unknown>;

  assert.match(String(time), /^\d{4}-/);
  assert.deepEqual(rest, { level: 'ERROR', msg: 'x', a: 'b', c: 1 });
  assert.equal(line.indexOf('\n'), line.length - 1);
});

function levelsAt(level: Level): string {
  return lines('logfmt', level, ({ debug, info, warn, error }) => {
    for (const write of [debug, info, warn, error]) write('x');
  })
    .map((line) => /level=(\w+)/.exec(line)?.[1])
    .join(' ');
}

test('what is below the level is not written', () => {
  assert.equal(levelsAt('debug'), 'DEBUG INFO WARN ERROR');
  assert.equal(levelsAt('info'), 'INFO WARN ERROR');
  assert.equal(levelsAt('warn'), 'WARN ERROR');
  assert.equal(levelsAt('error'), 'ERROR');
});

function check(value: string, wanted: string): void {
  assert.equal(logfmtLine({ a: value }), `a=${wanted}\n`);
}

test('a value stays bare only where nobody can read it as something else', () => {
  check('shop', 'shop');
  check('https://shop.example:8443/a,b%20', 'https://shop.example:8443/a,b%20');
  check('[::1]:80', '[::1]:80');
  check('', '""');
  check('a b', '"a b"');
  check('a=b', '"a=b"');
  check('a"b', String.raw`"a\"b"`);
  check('a\\b', String.raw`"a\\b"`);
  check("it's", `"it's"`);
  check('Zürich', '"Zürich"');
  check('👩‍🚀', String.raw`"👩\u200d🚀"`);
});

test('nothing from a target can forge a field or a line, or command a terminal', () => {
  check('x level=ERROR', '"x level=ERROR"');
  check('x\nlevel=ERROR msg=forged', String.raw`"x\nlevel=ERROR msg=forged"`);
  check('x\r\ny', String.raw`"x\r\ny"`);
  check('"\nlevel=ERROR', String.raw`"\"\nlevel=ERROR"`);
  check('\u2028level=ERROR\u2029', String.raw`"\u2028level=ERROR\u2029"`);
  check('\u0085level=ERROR', String.raw`"\u0085level=ERROR"`);
  check('\u001b[2J\u009b2J\u007f', String.raw`"\u001b[2J\u009b2J\u007f"`);
  check('\u202egnp.exe\ufeff', String.raw`"\u202egnp.exe\ufeff"`);
  check('\u{e0041}', String.raw`"\udb40\udc41"`);
  check('\ud800', String.raw`"\ud800"`);
});

/** Splits a line as a careful reader does, and shares nothing with the writer. */
function parse(line: string): Record<string, string> {
  const fields: Record<string, string> = {};
  const pair = /(\w+)=("(?:[^"\\]|\\.)*"|[^\s"=]+)( |\n$)/gy;
  let at = 0;
  for (const [all, key = '', value = ''] of line.matchAll(pair)) {
    assert.ok(!(key in fields), `${key} is there twice`);
    fields[key] = value.startsWith('"') ? String(JSON.parse(value)) : value;
    at += all.length;
  }
  assert.equal(at, line.length, line);
  return fields;
}

test('whatever the fields hold, they are read back as they were, from one line of printable text', () => {
  const anything = string({ unit: 'binary' });
  always(
    property(record({ detail: anything, target: anything }), (fields: Fields) => {
      const line = logfmtLine(fields);
      assert.deepEqual(parse(line), { ...fields });
      assert.doesNotMatch(line.slice(0, -1), /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]/u);
      const [json = ''] = lines('json', 'info', (log) => log.info('x', fields));
      const { detail, target } = JSON.parse(json) as Fields;
      assert.deepEqual({ detail, target }, { ...fields });
      assert.doesNotMatch(json.slice(0, -1), /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]/u);
    }),
  );
});
