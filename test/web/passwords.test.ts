import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSync } from 'bcryptjs';
import { createBcrypt } from '../../src/web/bcrypt.ts';
import { createPasswordCheck } from '../../src/web/passwords.ts';
import { cheapHash } from '../support/web-config.ts';

const USERS = new Map([
  ['alice', cheapHash('wonderland')],
  ['bob', cheapHash('builder')],
]);

/** Counts how often bcrypt is asked, and with which hashes. */
function counting() {
  const asked: string[] = [];
  const compare = async ({ password, hash }: { password: string; hash: string }) => {
    asked.push(hash);
    await Promise.resolve();
    return compareSync(password, hash);
  };
  return { asked, isPassword: createPasswordCheck({ compare }) };
}

test('no password is compared twice, right or wrong', async () => {
  const { asked, isPassword } = counting();
  const ask = (name: string, password: string) => isPassword({ name, password }, USERS);

  assert.deepEqual(
    await Promise.all([
      ask('alice', 'wonderland'),
      ask('alice', 'wonderland'),
      ask('alice', 'builder'),
      ask('bob', 'builder'),
    ]),
    [true, true, false, true],
  );
  assert.equal(asked.length, 3);
  assert.equal(await ask('alice', 'wonderland'), true);
  assert.equal(await ask('alice', 'builder'), false);
  assert.equal(asked.length, 3);
});

test('what was right for an old hash counts for nothing once the hash has changed', async () => {
  const { isPassword } = counting();
  const alice = { name: 'alice', password: 'wonderland' };

  assert.equal(await isPassword(alice, USERS), true);
  assert.equal(await isPassword(alice, new Map([['alice', cheapHash('other')]])), false);
});

test('a name that does not exist costs a comparison as dear as the dearest user', async () => {
  const { asked, isPassword } = counting();
  const dear = new Map([
    ['alice', `$2y$05$${'a'.repeat(53)}`],
    ['bob', `$2b$06$${'a'.repeat(53)}`],
    ['carol', `$2y$04$${'a'.repeat(53)}`],
  ]);

  assert.equal(await isPassword({ name: 'mallory', password: 'x' }, dear), false);

  assert.equal(asked.length, 1);
  assert.match(asked[0] ?? '', /^\$2b\$06\$.{53}$/);
});

test('whoever has no name among the users has no password either, whatever bcrypt says', async () => {
  const isPassword = createPasswordCheck({ compare: () => Promise.resolve(true) });
  const mallory = { name: 'mallory', password: 'x' };

  assert.equal(await isPassword(mallory, USERS), false);
  assert.equal(await isPassword(mallory, USERS), false);
});

test('a hundred wrong passwords do not drive a right one out of memory', async () => {
  const { asked, isPassword } = counting();
  await isPassword({ name: 'alice', password: 'wonderland' }, USERS);
  for (let i = 0; i < 101; i += 1) await isPassword({ name: 'alice', password: `${i}` }, USERS);
  const before = asked.length;

  await isPassword({ name: 'alice', password: 'wonderland' }, USERS);
  await isPassword({ name: 'alice', password: '100' }, USERS);
  assert.equal(asked.length, before);

  await isPassword({ name: 'alice', password: '0' }, USERS);
  assert.equal(asked.length, before + 1);
});

test('one comparison runs at a time; when too many wait, the next is told so at once', async () => {
  const held = Promise.withResolvers<boolean>();
  let running = 0;
  let most = 0;
  const isPassword = createPasswordCheck({
    async compare() {
      running += 1;
      most = Math.max(most, running);
      const matches = await held.promise;
      running -= 1;
      return matches;
    },
  });
  const ask = (password: string) => isPassword({ name: 'alice', password }, USERS);
  const answers: Promise<unknown>[] = [ask('first')];
  await new Promise(setImmediate);
  for (let i = 0; i < 32; i += 1) answers.push(ask(`${i}`));

  await assert.rejects(ask('one too many'), { message: 'Too Many Requests', status: 429 });
  answers.push(ask('7'));
  held.resolve(false);

  assert.deepEqual(new Set(await Promise.all(answers)), new Set([false]));
  assert.equal(most, 1);
});

test('the thread knows every version of bcrypt hashes, and comes back after its end', async (t) => {
  const bcrypt = createBcrypt();
  t.after(bcrypt.close);
  const hash = cheapHash('wonderland');
  const check = async (prefix: string, password: string, wanted: boolean) => {
    const asked = { password, hash: hash.replace('$2y$', prefix) };
    assert.equal(await bcrypt.compare(asked), wanted);
  };

  await check('$2y$', 'wonderland', true);
  await check('$2b$', 'wonderland', true);
  await check('$2a$', 'wonderland', true);
  await check('$2y$', 'Wonderland', false);
  await bcrypt.close();
  await check('$2y$', 'wonderland', true);
});

test('a comparison that the thread does not live to answer fails', async () => {
  const bcrypt = createBcrypt();
  const comparing = bcrypt.compare({ password: 'x', hash: `$2y$20$${'a'.repeat(53)}` });
  await Promise.all([bcrypt.close(), assert.rejects(comparing, /has ended/)]);
});
