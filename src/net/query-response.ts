import { z } from 'zod';
import { pattern } from './pattern.ts';
import { yamlBoolean, yamlBytes, yamlText } from './schema.ts';

const LABEL_NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;

const labelName = yamlText.refine((name) => LABEL_NAME.test(name), {
  error: ({ input }) =>
    `got ${JSON.stringify(input)}, want a label name: letters, digits and _, not __ in front`,
});

// Empty is what Go programs take for not given.
const someBytes = yamlBytes
  .optional()
  .transform((bytes) => (bytes === undefined || bytes.length === 0 ? undefined : bytes));

const step = z
  .strictObject({
    expect: pattern.optional(),
    expect_bytes: someBytes,
    labels: z
      .array(z.strictObject({ name: labelName, value: yamlBytes.default(Buffer.alloc(0)) }))
      .default([]),
    /** A line: a newline is put behind it. */
    send: someBytes,
    /** Bytes as they are. */
    send_raw: someBytes,
    starttls: yamlBoolean.default(false),
  })
  .superRefine((step, context) => {
    for (const message of contradictions(step)) context.addIssue({ code: 'custom', message });
  });

export type Step = Readonly<z.output<typeof step>>;

/** `query_response`: what to expect of a peer and what to say to it, in turn. */
export const queryResponse = z.array(step).superRefine((steps, context) => {
  const upgrades = steps.filter(({ starttls }) => starttls);
  if (upgrades.length < 2) return;
  context.addIssue({
    code: 'custom',
    message: 'got starttls more than once, want it once at most',
  });
});

function* contradictions({
  expect,
  expect_bytes,
  labels,
  send,
  send_raw,
}: Step): Generator<string> {
  if (expect !== undefined && expect_bytes !== undefined) {
    yield 'got both expect and expect_bytes, want one of them';
  }
  if (send !== undefined && send_raw !== undefined) {
    yield 'got both send and send_raw, want one of them';
  }
  const names = labels.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) yield `got the label ${twice} twice, want each once`;
}
