import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { type TestContext, test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import * as fc from 'fast-check';
import type { Job } from '../src/job.ts';
import type { Network } from '../src/net/network.ts';
import { failure, type Probe } from '../src/probe.ts';
import type { Failure, Result } from '../src/result.ts';
import { runProbe } from '../src/run.ts';
import { testJob } from './support/test-job.ts';
import { noNetwork } from './support/test-network.ts';
import { gatedProbe, testProbe } from './support/test-probe.ts';

const soon = { timeoutMs: 20 };

/** As if somebody watched. */
function run(work: Probe['run'], more: Partial<Job> = {}): Promise<Result> {
  return runProbe(testJob(testProbe(work), more), noNetwork, { watch: () => {} });
}

function requireFailure(result: Result): Failure {
  assert.equal(result.outcome, 'failure');
  return result;
}

async function judged(work: Probe['run'], more?: Partial<Job>): Promise<unknown> {
  const { reason, phase, detail, ownTrouble } = requireFailure(await run(work, more));
  return { reason, phase, detail, ownTrouble };
}

test('a run that resolves is a success', async () => {
  const before = Date.now();
  const result = await run(async ({ enter }) => enter('first'), { timeoutMs: 1500 });

  assert.equal(result.outcome, 'success');
  assert.equal(result.timeoutSeconds, 1.5);
  assert.deepEqual([...result.phases.keys()], ['first']);
  assert.ok(result.startedAtMs >= before && result.startedAtMs <= Date.now());
  assert.ok(result.seconds >= 0);
});

test('a probe gets its target, its config and the network', async () => {
  const job = { target: { port: 25 }, config: { polite: true } };
  let got: unknown;
  const permitted: string[] = [];
  const network = { ...noNetwork, permit: (address: string) => void permitted.push(address) };
  const probe = testProbe(async ({ target, config, network }) => {
    got = { target, config };
    network.permit('192.0.2.1');
  });
  await runProbe(testJob(probe, job), network);

  assert.deepEqual(got, job);
  assert.deepEqual(permitted, ['192.0.2.1']);
});

test('a thrown verdict is the reason, with the phase in which it was thrown', async () => {
  const got = await judged(async ({ enter }) => {
    enter('first');
    enter('second');
    throw failure('status', 'got 503, want 2xx');
  });

  assert.deepEqual(got, {
    reason: 'status',
    phase: 'second',
    detail: 'got 503, want 2xx',
    ownTrouble: false,
  });
});

test('what was observed and said before the throw is kept', async () => {
  const probe = testProbe(
    async ({ observe, debug }) => {
      observe('code', 503);
      debug('answered');
      throw failure('status', 'no');
    },
    { code: { type: 'gauge', help: 'Code.' } },
  );
  const result = await runProbe(testJob(probe), noNetwork);

  assert.deepEqual(result.samples, [
    { metric: 'code', value: 503, labels: {}, createdAt: undefined },
  ]);
  assert.deepEqual(
    result.log.map(({ text }) => text),
    ['answered'],
  );
});

test('a probe that throws before it gives a promise is a failed run', async () => {
  const got = await judged(() => {
    throw new TypeError('x is not a function');
  });

  assert.deepEqual(got, {
    reason: 'internal',
    phase: undefined,
    detail: 'x is not a function',
    ownTrouble: true,
  });
});

test('time that ran out is a timeout in the phase that was running', async () => {
  const got = await judged(async ({ enter, signal }) => {
    enter('second');
    await new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  }, soon);

  assert.deepEqual(got, {
    reason: 'timeout',
    phase: 'second',
    detail: 'no verdict within 0.02 s',
    ownTrouble: false,
  });
});

test('a probe that ignores its signal still ends in time', async () => {
  const { probe } = gatedProbe();
  const result = requireFailure(await runProbe(testJob(probe, soon), noNetwork));

  assert.equal(result.reason, 'timeout');
});

test('a probe that resolves when its signal aborts has not succeeded', async () => {
  // No async function: its promise would settle later than that of the deadline in any case.
  const result = await run(
    ({ signal }) =>
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
    soon,
  );

  assert.equal(requireFailure(result).reason, 'timeout');
});

test('a verdict that comes because time ran out does not hide that it ran out', async () => {
  const result = await run(async ({ signal }) => {
    await new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(failure('reset', 'hung up')));
    });
  }, soon);

  assert.equal(requireFailure(result).reason, 'timeout');
});

test('what a probe does after its verdict changes nothing and disturbs nobody', async () => {
  const { probe, runs } = gatedProbe({ late: { type: 'gauge', help: 'Late.' } });
  const result = await runProbe(testJob(probe, soon), noNetwork);
  const before = structuredClone(result);
  const [late] = runs;
  late?.context.enter('third');
  late?.context.observe('late', 1);
  late?.context.debug('late');
  late?.fail(new Error('late'));
  // A rejection that nobody handles would fail this test.
  await settled();

  assert.deepEqual(result, before);
  assert.deepEqual(result.samples, []);
});

test('a canceled run says why it was canceled and blames nobody', async () => {
  const canceled = new AbortController();
  const { probe } = gatedProbe();
  const result = runProbe(testJob(probe), noNetwork, { controller: canceled });
  canceled.abort(failure('canceled', 'nobody waits'));

  const { reason, detail, ownTrouble } = requireFailure(await result);
  assert.deepEqual(
    { reason, detail, ownTrouble },
    { reason: 'canceled', detail: 'nobody waits', ownTrouble: true },
  );
});

test('a cancel without a word of ours is a cancel', async () => {
  const { probe } = gatedProbe();
  const canceled = new AbortController();
  const result = runProbe(testJob(probe), noNetwork, { controller: canceled });
  canceled.abort();

  assert.equal(requireFailure(await result).reason, 'canceled');
});

test('a run that is canceled before it starts does not start', async () => {
  const { probe, runs } = gatedProbe();
  const canceled = new AbortController();
  canceled.abort();
  const result = await runProbe(testJob(probe), noNetwork, { controller: canceled });

  assert.equal(requireFailure(result).reason, 'canceled');
  assert.equal(runs.length, 0);
});

test('the signal aborts when the run is over, so that nothing stays open', async () => {
  let signal: AbortSignal | undefined;
  await run(async (context) => {
    signal = context.signal;
    assert.equal(signal.aborted, false);
  });

  assert.equal(signal?.aborted, true);
});

test('neither a timer nor a listener is left behind', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const good = new AbortController();
  const bad = new AbortController();
  await runProbe(testJob(testProbe(async () => {})), noNetwork, { controller: good });
  await runProbe(testJob(testProbe(() => Promise.reject(new Error('no')))), noNetwork, {
    controller: bad,
  });

  assert.equal(timers(), before);
  assert.deepEqual(getEventListeners(good.signal, 'abort'), []);
  assert.deepEqual(getEventListeners(bad.signal, 'abort'), []);
});

test('a timeout too long for a timer does not fire at once', async (t: TestContext) => {
  const warnings: string[] = [];
  const note = (warning: Error): void => void warnings.push(warning.name);
  process.on('warning', note);
  t.after(() => process.off('warning', note));
  const result = await run(() => new Promise<void>((resolve) => void setTimeout(resolve, 20)), {
    timeoutMs: 2 ** 40,
  });

  assert.equal(result.outcome, 'success');
  assert.deepEqual(warnings, []);
});

const refusing: Network = {
  ...noNetwork,
  permit(address) {
    if (address !== '192.0.2.1') throw failure('blocked', `${address} is denied`);
  },
};

test('a target that the guard refuses is told from a redirect that it refuses', async () => {
  const toTarget = testProbe(async ({ network }) => network.permit('127.0.0.1'));
  const toRedirect = testProbe(async ({ network }) => {
    network.permit('192.0.2.1');
    network.permit('127.0.0.1');
  });
  const target = requireFailure(await runProbe(testJob(toTarget), refusing));
  const redirect = requireFailure(await runProbe(testJob(toRedirect), refusing));

  assert.deepEqual([target.reason, target.refusedByGuard], ['blocked', true]);
  assert.deepEqual([redirect.reason, redirect.refusedByGuard], ['blocked', false]);
});

test('a phase that is not declared is a bug of the probe', async () => {
  const result = requireFailure(await run(async ({ enter }) => enter('free text')));

  assert.equal(result.reason, 'internal');
  assert.match(result.detail, /does not declare the phase "free text"/);
});

test('whatever is thrown, the run ends with a reason', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.anything({ withNullPrototype: true, withSparseArray: true }),
      async (thrown) => {
        const result = requireFailure(await run(() => Promise.reject(thrown)));
        assert.equal(result.reason, 'internal');
        assert.equal(typeof result.detail, 'string');
      },
    ),
  );
});

test('an error that cannot be read is a failed run as well', async () => {
  const hostile = [
    new Proxy(new Error('x'), {
      get: () => {
        throw new Error('no');
      },
    }),
    Object.assign(new Error('x'), { code: Object.create(null) }),
    Object.defineProperty(new Error('x'), 'message', { value: 5 }),
    Object.defineProperty(new Error('x'), 'reason', {
      get: () => {
        throw new Error('no');
      },
    }),
  ];
  for (const thrown of hostile) {
    const result = requireFailure(await run(() => Promise.reject(thrown)));
    assert.equal(result.reason, 'internal');
    assert.equal(typeof result.detail, 'string');
  }
});

test('what was shown before the run ended is there, however it ended', async () => {
  const seen = async (work: Probe['run'], more?: Partial<Job>): Promise<unknown> => {
    const { evidence, secrets } = await run(work, more);
    return [...evidence.map((one) => ('text' in one ? one.text : one.kind)), secrets];
  };
  const show: Probe['run'] = async (context) => {
    context.hide('hunter2');
    context.show({ kind: 'sent', text: 'hello' });
    context.show({ kind: 'received', text: () => 'so far' });
  };

  assert.deepEqual(await seen(show), ['hello', 'so far', ['hunter2']]);
  const failing: Probe['run'] = async (context) => {
    await show(context);
    throw failure('status', 'no');
  };
  assert.deepEqual(await seen(failing), ['hello', 'so far', ['hunter2']]);
  const hanging: Probe['run'] = async (context) => {
    await show(context);
    await new Promise(() => {});
  };
  assert.deepEqual(await seen(hanging, soon), ['hello', 'so far', ['hunter2']]);
});

test('to show what is no evidence is a bug of the probe', async () => {
  const got = await judged(async ({ show }) => show(null as never));

  assert.deepEqual((got as { reason: string }).reason, 'internal');
});
