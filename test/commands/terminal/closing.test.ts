import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closing } from '../../../src/commands/terminal/closing.ts';
import { lookAt } from '../../support/account.ts';
import { testJob } from '../../support/test-job.ts';
import { testProbe } from '../../support/test-probe.ts';
import { failed, success } from '../../support/test-result.ts';

test('many runs end in a count, and in what keeps the others from being up', () => {
  const job = testJob(testProbe(async () => {}));
  const results = [
    ...Array.from({ length: 12 }, () => failed('timeout', { phase: 'connect' })),
    failed('refused', { phase: 'connect' }),
    failed('internal', { ownTrouble: true }),
    success(),
  ];

  assert.equal(
    closing(
      results.map((result) => ({ job, result })),
      12.34,
      lookAt(80),
    ),
    `
15 targets in 12.3 s: 1 up, 13 DOWN, 1 unknown
  12 × timeout in connect
   1 × refused in connect
   1 × internal
`,
  );
});
