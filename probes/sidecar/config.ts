import { z } from 'zod';
import { ipPreference } from '../../src/net/choose.ts';
import { tlsConfig } from '../../src/net/tls-schema.ts';
import { zone } from '../../src/net/zone.ts';
import { type Counter, counter, labelNames } from './counter.ts';

const MEBIBYTE = 1024 * 1024;
const REQUESTS = {
  name: 'sidecar_requests',
  help: 'Requests that the service says it has served.',
  value: 'requests',
  created: 'launched',
};

const OPTIONAL_REQUESTS: Counter = { ...counter.parse(REQUESTS), isOptional: true };

export const config = z.strictObject({
  counters: z
    .array(counter)
    .min(1)
    .max(100)
    .superRefine((counters, context) => {
      for (const [index, entry] of counters.entries()) {
        const message = clash(entry, counters.slice(0, index));
        if (message !== undefined) context.addIssue({ code: 'custom', path: [index], message });
      }
    })
    .transform((counters) => (isRead(counters) ? counters : [...counters, OPTIONAL_REQUESTS]))
    .prefault([REQUESTS]),
  zone,
  send: z.string().min(1).optional(),
  max_bytes: z
    .int()
    .min(1)
    .max(16 * MEBIBYTE)
    .default(MEBIBYTE),
  tls_config: tlsConfig.prefault({}),
  ...ipPreference,
});

export type Config = z.output<typeof config>;

/** Whether one of the entries is, or stands for, the counter that every side-car has. */
function isRead(counters: readonly Counter[]): boolean {
  return counters.some(
    ({ name, each, value }) =>
      name === OPTIONAL_REQUESTS.name ||
      (value.text.replace(/^\$\./, '') === REQUESTS.value &&
        (each === undefined || value.from === 'root')),
  );
}

/** Why an entry does not go with those before it: entries of one name are parts of one family. */
function clash(entry: Counter, before: readonly Counter[]): string | undefined {
  const namesakes = before.filter(({ name }) => name === entry.name);
  for (const other of namesakes) {
    const [mine, theirs] = [entry, other].map((each) => `{${labelNames(each).join(', ')}}`);
    if (mine !== theirs) {
      const got = `two counters ${entry.name} with the labels ${theirs} and ${mine}`;
      return `${got}, want the same labels in both, or two names`;
    }
    if (entry.unit !== other.unit || (entry.help ?? other.help) !== (other.help ?? entry.help))
      return `two counters ${entry.name}, want the same help and unit in both`;
    if (isSameSeries(entry, other)) return `two counters ${entry.name} with the same labels`;
  }
  return undefined;
}

/** As far as it is known before a payload has come. */
function isSameSeries(a: Counter, b: Counter): boolean {
  if (Object.keys({ ...a.labels_from, ...b.labels_from }).length > 0) return false;
  return Object.entries(a.labels).every(([label, text]) => b.labels[label] === text);
}
