import { z } from 'zod';
import { type Match, pattern } from './pattern.ts';
import { yamlBoolean, yamlBytes, yamlText } from './schema.ts';

const LABEL_NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;

// Prometheus takes any text for a name, and in the text format what does not fit is written so.
const labelName = yamlText.transform((name) => name.replace(/^\d|[^a-zA-Z0-9_]/gu, '_'));

// Empty is what Go programs take for not given.
const someBytes = yamlBytes
  .optional()
  .transform((bytes) => (bytes === undefined || bytes.length === 0 ? undefined : bytes));

const step = z
  .strictObject({
    expect: pattern.optional(),
    expect_bytes: someBytes,
    labels: z
      .array(
        z.strictObject({
          name: labelName.default(''),
          value: yamlBytes.default(Buffer.alloc(0)),
        }),
      )
      .optional(),
    /** A line: a newline is put behind it. */
    send: someBytes,
    /** Bytes as they are. */
    send_raw: someBytes,
    starttls: yamlBoolean.default(false),
  })
  .superRefine((step, context) => {
    for (const message of contradictions(step)) context.addIssue({ code: 'custom', message });
    for (const [index, { name }] of namedLabels(step).entries()) {
      if (LABEL_NAME.test(name)) continue;
      const message = `got ${JSON.stringify(name)}, want a label name: not empty, and not __ in front`;
      context.addIssue({ code: 'custom', message, path: ['labels', index, 'name'] });
    }
  });

export type Step = Readonly<z.output<typeof step>>;

/** `query_response`: what to expect of a peer and what to say to it, in turn. */
export const queryResponse = z.array(step);

/** What a step has to say. Only one that also expects something is a template, as in blackbox_exporter. */
export function wordsOf(
  { send, send_raw }: Step,
  match: Match | undefined,
): Uint8Array | undefined {
  const template = send ?? send_raw;
  const words = template === undefined ? undefined : (match?.expand(template) ?? template);
  return words?.length === 0 ? undefined : words;
}

/** The labels that a step makes of what it expects. */
export function namedLabels({ expect, labels }: Step): NonNullable<Step['labels']> {
  return expect === undefined ? [] : (labels ?? []);
}

function* contradictions(step: Step): Generator<string> {
  const { expect, expect_bytes, send, send_raw } = step;
  if (expect !== undefined && expect_bytes !== undefined) {
    yield 'got both expect and expect_bytes, want one of them';
  }
  if (send !== undefined && send_raw !== undefined) {
    yield 'got both send and send_raw, want one of them';
  }
  const names = namedLabels(step).map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) yield `got the label ${twice} twice, want each once`;
}
