import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { CONTENT_TYPES, FORMATS, type Format } from '../../src/exposition/format.ts';
import { negotiate } from '../../src/exposition/negotiate.ts';

function check(accept: string | undefined, wanted: Format): void {
  assert.equal(negotiate(accept), wanted, `Accept: ${accept}`);
}

test('gives every Prometheus that asks for text formats OpenMetrics', () => {
  // 2.5 to 2.33
  check(
    'application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'openmetrics',
  );
  // 2.40.0
  check(
    'application/openmetrics-text;version=1.0.0;q=0.75,application/openmetrics-text;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'openmetrics',
  );
  // 2.34 to 2.39, 2.40.1 to 2.48
  check(
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'openmetrics',
  );
  // 2.49.0, with a q that is not legal
  check(
    'application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=2',
    'openmetrics',
  );
  // 2.49.1 to 2.55
  check(
    'application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
    'openmetrics',
  );
  // 3.0.0 to 3.2.0, with one parameter twice
  check(
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;escaping=allow-utf-8;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;escaping=allow-utf-8;q=0.3,*/*;q=0.2',
    'openmetrics',
  );
  // 3.2.1 to 3.3
  check(
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;escaping=allow-utf-8;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;escaping=allow-utf-8;q=0.3,*/*;q=0.2',
    'openmetrics',
  );
  // 3.4 to 3.14
  check(
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
    'openmetrics',
  );
});

test('gives every Prometheus that asks for protobuf first protobuf', () => {
  // 2.40.0
  check(
    'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.75,application/openmetrics-text;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'protobuf',
  );
  // 2.40.1 to 2.48
  check(
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'protobuf',
  );
  // 2.49.0
  check(
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.5,application/openmetrics-text;version=1.0.0;q=0.4,application/openmetrics-text;version=0.0.1;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=1',
    'protobuf',
  );
  // 2.49.1 to 2.55
  check(
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.5,application/openmetrics-text;version=1.0.0;q=0.4,application/openmetrics-text;version=0.0.1;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1',
    'protobuf',
  );
  // 3.0.0 to 3.2.0
  check(
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;escaping=allow-utf-8;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;escaping=allow-utf-8;q=0.2,*/*;q=0.1',
    'protobuf',
  );
  // 3.2.1 to 3.3
  check(
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;escaping=allow-utf-8;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;escaping=allow-utf-8;q=0.2,*/*;q=0.1',
    'protobuf',
  );
  // 3.4 to 3.14
  check(
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1',
    'protobuf',
  );
});

test('gives a scrape job what its scrape_protocols say', () => {
  check('application/openmetrics-text;version=0.0.1;q=0.6,*/*;q=0.5', 'openmetrics');
  check('text/plain;version=0.0.4;q=0.6,*/*;q=0.5', 'text');
  check('text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,*/*;q=0.5', 'text');
  check(
    'text/plain;version=0.0.4;q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.4',
    'text',
  );
});

test('gives text to everybody else', () => {
  check(undefined, 'text');
  check('', 'text');
  check('*/*', 'text');
  check('text/*', 'text');
  check('application/*', 'text');
  check('text/plain', 'text');
  check('text/plain;charset=utf-8', 'text');
  check('application/json', 'text');
  check(
    'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7',
    'text',
  );
});

test('does not answer with versions or encodings that it does not have', () => {
  check('application/openmetrics-text;version=2.0.0', 'text');
  check(
    'application/openmetrics-text;version=2.0.0,application/openmetrics-text;version=1.0.0;q=0.9',
    'openmetrics',
  );
  check('application/openmetrics-text', 'openmetrics');
  check('application/openmetrics-protobuf;version=1.0.0', 'text');
  check('application/vnd.google.protobuf', 'text');
  check(
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text',
    'text',
  );
  check('application/vnd.google.protobuf;proto=some.Other;encoding=delimited', 'text');
});

test('goes by weight, then by order', () => {
  check('text/plain;q=0.2,application/openmetrics-text;q=0.7', 'openmetrics');
  check('text/plain;q=0.5,application/openmetrics-text;q=0.5', 'text');
  check('application/openmetrics-text;q=0.5,text/plain;q=0.5', 'openmetrics');
  check('text/plain;q=0.999,application/openmetrics-text', 'openmetrics');
  check('text/plain,application/openmetrics-text;q=2', 'text');
});

test('takes q=0 for a no', () => {
  check('application/openmetrics-text;q=0', 'text');
  check('application/openmetrics-text;q=0.000,text/plain;q=0.001', 'text');
  check('text/plain;q=0,application/openmetrics-text;q=0.1', 'openmetrics');
  check('text/plain;q=0', 'text');
  check('application/openmetrics-text;q=-1', 'text');
});

test('reads upper case, blanks and quotes', () => {
  check('APPLICATION/OpenMetrics-Text; VERSION=1.0.0; Q=0.9', 'openmetrics');
  check('  application/openmetrics-text ;\tversion = 1.0.0 ; q = 0.9 ', 'openmetrics');
  check('application/openmetrics-text;version="1.0.0"', 'openmetrics');
  check('application/openmetrics-text;version="1.\\0.0"', 'openmetrics');
  check('text/plain;q="0.1",application/openmetrics-text;q="0.2"', 'openmetrics');
  check('text/html;a="x,application/openmetrics-text;version=1.0.0,y"', 'text');
  check(
    'text/html;a="\\",application/openmetrics-text,",application/openmetrics-text',
    'openmetrics',
  );
  check(
    'Application/Vnd.Google.Protobuf;Proto="io.prometheus.client.MetricFamily";Encoding=DELIMITED',
    'protobuf',
  );
});

test('makes the best of nonsense', () => {
  check(',,;;,==', 'text');
  check('q=1', 'text');
  check('application/openmetrics-text;q=much', 'openmetrics');
  check('application/openmetrics-text;q=', 'openmetrics');
  check(';version=1.0.0,application/openmetrics-text', 'openmetrics');
  check('application/openmetrics-text;version="1.0.0', 'text');
  check('text/html;a="never closed,application/openmetrics-text', 'text');
  check('\\"\\,application/openmetrics-text', 'text');
  check(`${'"\\'.repeat(8000)},application/openmetrics-text`, 'text');
  check(`${'a,'.repeat(8000)}application/openmetrics-text`, 'openmetrics');
});

test('what one asks for is nothing to another, however many there are', () => {
  const protobuf =
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited';
  check(protobuf, 'protobuf');
  check('', 'text');
  for (let at = 0; at < 300; at += 1)
    check(`application/openmetrics-text;q=0.${at}1`, 'openmetrics');
  check(protobuf, 'protobuf');
  check(undefined, 'text');
});

test('never throws', () => {
  const piece = fc.constantFrom(
    'application/openmetrics-text',
    'q=',
    '1',
    '"',
    '\\',
    ',',
    ';',
    '=',
  );
  const header = fc.oneof(
    fc.string(),
    fc.array(piece).map((pieces) => pieces.join('')),
  );
  fc.assert(fc.property(header, (accept) => FORMATS.includes(negotiate(accept))));
});

test('calls each format by its one exact content type', () => {
  assert.deepEqual(CONTENT_TYPES, {
    text: 'text/plain; version=0.0.4; charset=utf-8',
    openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
    protobuf:
      'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
  });
});
