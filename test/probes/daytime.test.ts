import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as after } from 'node:timers/promises';
import daytime from '../../probes/daytime.ts';
import { failure, type Network } from '../../src/probe.ts';
import { askDaytime, failed, found, hear } from '../support/daytime.ts';
import { listen } from '../support/listen.ts';
import { openNetwork, runTarget } from '../support/run-target.ts';

const TEXT = 'Thu Nov 19 10:30:00 2026';
const TIME = 1_795_084_200;

async function reads(t: TestContext, text: string): Promise<void> {
  assert.equal(found(await hear(t, text), 'timestamp'), TIME, JSON.stringify(text));
}

test('tolerates line ends and blanks around the time', async (t) => {
  await reads(t, TEXT);
  await reads(t, `${TEXT}\n`);
  await reads(t, `${TEXT}\r\n`);
  await reads(t, `${TEXT}\n\0`);
  await reads(t, `${TEXT}\0`);
  await reads(t, `  ${TEXT}  \r\n\r\n`);
  await reads(t, `\n${TEXT}\n`);
  await reads(t, `\r\n \r\n${TEXT}`);
});

test('puts together what comes byte by byte', async (t) => {
  const address = await listen(t, (socket) => {
    socket.setNoDelay(true);
    void (async () => {
      for (const byte of `\n${TEXT}\r\n`) {
        socket.write(byte);
        await after(1);
      }
    })();
  });
  assert.equal(found(await askDaytime(address), 'timestamp'), TIME);
});

test('does not wait for the end of the connection once a line has come', async (t) => {
  for (const end of ['\n', '\r', '\0']) {
    const address = await listen(t, (socket) => {
      socket.write(TEXT + end);
    });
    assert.equal(found(await askDaytime(address), 'timestamp'), TIME);
  }
});

test('hangs up when it has its line, however much follows', async (t) => {
  const closed = Promise.withResolvers<void>();
  const address = await listen(t, (socket) => {
    socket.on('close', () => closed.resolve());
    socket.write(`${TEXT}\n${'x'.repeat(1_000_000)}`);
  });
  assert.equal(found(await askDaytime(address), 'timestamp'), TIME);
  await closed.promise;
});

test('goes through resolve, connect and read, and says which address it asked', async (t) => {
  const result = await hear(t, `${TEXT}\n`);

  assert.deepEqual([...result.phases.keys()], ['resolve', 'connect', 'read']);
  const values = new Map(result.samples.map(({ metric, value }) => [metric, value]));
  assert.equal(values.get('probe_ip_protocol'), 4);
  // FNV-1a of 7f 00 00 01.
  assert.equal(values.get('probe_ip_addr_hash'), 3_668_918_509);
  assert.ok(values.has('probe_dns_lookup_time_seconds'));
});

test('tells by how much their clock is off, and how sure that is', async (t) => {
  const address = await listen(t, (socket) => {
    socket.end(`${new Date(Date.now() - 3_600_000).toISOString()}\n`);
  });
  const result = await askDaytime(address);
  const error = found(result, 'offset_error');

  assert.ok(Math.abs(found(result, 'offset') + 3600) <= error);
  assert.ok(error < 1, 'milliseconds in the text leave little open');
});

test('does not know less of a clock that is read late or told late', async (t) => {
  const readLate = await listen(t, (socket) => {
    void after(60).then(() => socket.end(`${new Date().toISOString()}\n`));
  });
  const toldLate = await listen(t, (socket) => {
    const text = new Date().toISOString();
    void after(60).then(() => socket.end(`${text}\n`));
  });
  const toldSlowly = await listen(t, (socket) => {
    socket.setNoDelay(true);
    socket.write('\n');
    void after(60).then(() => {
      const text = new Date().toISOString();
      socket.write(text.slice(0, 5));
      void after(60).then(() => socket.end(`${text.slice(5)}\n`));
    });
  });
  for (const address of [readLate, toldLate, toldSlowly]) {
    const result = await askDaytime(address);
    assert.ok(Math.abs(found(result, 'offset')) <= found(result, 'offset_error'));
  }
});

test('leaves half a second open if the text has whole seconds, half a minute without any', async (t) => {
  const whole = found(await hear(t, TEXT), 'offset_error');
  const minutes = found(await hear(t, '10:30 19.11.2026'), 'offset_error');
  const milliseconds = found(await hear(t, '2026-11-19T10:30:00.000Z'), 'offset_error');

  assert.ok(whole >= 0.5 && whole < 2, `${whole}`);
  assert.ok(minutes >= 30 && minutes < 32, `${minutes}`);
  assert.ok(milliseconds >= 0.0005 && milliseconds < 0.5, `${milliseconds}`);
});

test('says that nothing came', async (t) => {
  for (const text of ['', '\n', ' \r\n\0']) {
    const { reason, phase, detail } = failed(await hear(t, text));
    assert.deepEqual([reason, phase], ['payload', 'read']);
    assert.equal(detail, 'got an empty answer, want a time');
  }
});

test('shows the start of what is no time, escaped', async (t) => {
  const text = `\u001b[31m220 "ready" ${'x'.repeat(200)}\n`;
  const { reason, detail } = failed(await hear(t, text));

  assert.equal(reason, 'payload');
  const shown = `"\\u001b[31m220 \\"ready\\" ${'x'.repeat(63)}"…`;
  const hint = 'which is no time in a known form: if it is one, describe it by "format"';
  assert.equal(detail, `got ${shown}, ${hint}`);
});

test('gives up a flood without a line end, and one of blank lines', async (t) => {
  for (const noise of ['x', '\n', '\0', ' ']) {
    const address = await listen(t, (socket) => {
      const flood = noise.repeat(10_000);
      const more = (): void => {
        while (socket.writable && socket.write(flood));
      };
      socket.on('drain', more);
      more();
    });
    const { reason, phase, detail } = failed(await askDaytime(address));
    assert.deepEqual([reason, phase], ['payload', 'read']);
    assert.match(detail, /^got ".*"….* and no end of the line in 1024 bytes$/);
  }
});

test('names the reset that cut the answer off', async (t) => {
  const address = await listen(t, (socket) => {
    socket.write('Thu Nov');
    void after(20).then(() => socket.resetAndDestroy());
  });
  assert.equal(failed(await askDaytime(address)).reason, 'reset');
});

test('names the phase in which time ran out', async (t) => {
  const silent = await listen(t, () => {});
  const { reason, phase } = failed(await askDaytime(silent, {}, 50));
  assert.deepEqual([reason, phase], ['timeout', 'read']);

  const unfinished = await listen(t, (socket) => {
    socket.write(TEXT);
  });
  const half = failed(await askDaytime(unfinished, {}, 50));
  assert.deepEqual([half.reason, half.phase], ['timeout', 'read']);
});

test('says that nobody listens', async (t) => {
  const { promise, resolve } = Promise.withResolvers<string>();
  await t.test('on a port that was free', async (t) => resolve(await listen(t, () => {})));
  const { reason, phase } = failed(await askDaytime(await promise));
  assert.deepEqual([reason, phase], ['refused', 'connect']);
});

test('says that there is no such name, and observes zeros', async () => {
  const network: Network = {
    ...openNetwork,
    resolve: (name) => Promise.reject(failure('resolve', `no such name: ${name}`)),
  };
  const result = failed(await runTarget(daytime, 'nowhere.test', { network }));

  assert.deepEqual([result.reason, result.phase], ['resolve', 'resolve']);
  const values = new Map(result.samples.map(({ metric, value }) => [metric, value]));
  assert.equal(values.get('probe_ip_protocol'), 0);
  assert.equal(values.get('probe_ip_addr_hash'), 0);
  assert.ok(values.has('probe_dns_lookup_time_seconds'));
});

test('asks the guard, for both transports', async () => {
  const network: Network = {
    ...openNetwork,
    permit: (address) => {
      throw failure('blocked', `not ${address}`);
    },
  };
  for (const transport of ['tcp', 'udp']) {
    const config = { transport };
    const result = await runTarget(daytime, '127.0.0.1', { network, config });
    assert.equal(failed(result).reason, 'blocked');
  }
});
