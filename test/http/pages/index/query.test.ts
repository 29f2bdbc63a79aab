import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldsOf, isNarrow, queryOf, viewUrl } from '../../../../src/http/pages/index/query.ts';

const PLAIN = {
  search: '',
  state: undefined,
  slow: false,
  expiring: false,
  group: undefined,
  sort: 'state',
  page: 1,
};

test('a view is read from its URL', () => {
  const check = (querystring: string, wanted: object): void =>
    assert.deepEqual(queryOf(querystring), { ...PLAIN, ...wanted });

  check('', {});
  check('q=Shop%20A', { search: 'shop a' });
  check('q=+a+', { search: 'a' });
  check('state=down', { state: 'down' });
  check('slow', { slow: true });
  check('slow=&expiring=1', { slow: true, expiring: true });
  check('group=team', { group: 'team' });
  check('group=', {});
  check('sort=latency&page=12', { sort: 'latency', page: 12 });
});

test('what makes no sense is as if it were not there', () => {
  const check = (querystring: string): void => assert.deepEqual(queryOf(querystring), PLAIN);

  check('state=broken&sort=colour&page=0');
  check('page=-1');
  check('page=1e3');
  check('page=99999999');
  check('page=1.5');
  check('state=__proto__&sort=constructor');
  check('%&%zz=%&=&&');
  assert.equal(queryOf(`q=${'x'.repeat(5000)}`).search.length, 200);
});

test('the URL of a view leads back to it, and says no more than it must', () => {
  const check = (querystring: string, wanted: string): void =>
    assert.equal(viewUrl('./', queryOf(querystring)), wanted);

  check('', './');
  check('sort=state&page=1&q=', './');
  check('q=a%26b&state=down&slow&expiring', './?q=a%26b&state=down&slow=&expiring=');
  check('group=te+am&sort=name', './?group=te+am&sort=name');
});

test('another view of the same targets begins at its first page', () => {
  const query = queryOf('q=a&page=3');

  assert.equal(viewUrl('../', query, { sort: 'name' }), '../?q=a&sort=name');
  assert.equal(viewUrl('../', query, { page: 4 }), '../?q=a&page=4');
  assert.deepEqual(fieldsOf(query), [
    ['q', 'a'],
    ['page', '3'],
  ]);
});

test('a view that leaves something out is narrow', () => {
  const check = (querystring: string, wanted: boolean): void =>
    assert.equal(isNarrow(queryOf(querystring)), wanted);

  check('group=team&sort=name&page=2', false);
  check('q=a', true);
  check('state=up', true);
  check('slow', true);
  check('expiring', true);
});
