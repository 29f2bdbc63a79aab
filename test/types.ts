import { z } from 'zod';
import { defineProbe, type Probe } from '../src/probe.ts';

// Checked by the compiler alone: each line below an expectation must be an error, every other one must not.

const exact = defineProbe({
  name: 'exact',
  help: 'Declares everything.',
  target: z.url(),
  config: z.strictObject({ lines: z.number() }),
  phases: ['resolve', 'connect'],
  metrics: {
    plain: { type: 'gauge', help: 'Plain.' },
    labelled: { type: 'gauge', help: 'Labelled.', labels: ['version', 'code'] },
    served_total: { type: 'counter', help: 'Served.' },
    sent_total: { type: 'counter', help: 'Sent.', labels: ['code'] },
    build_info: { type: 'info', help: 'Build.', labels: ['version'] },
  },
  async run({ target, config, signal, enter, announce, observe, debug }) {
    target satisfies string;
    config.lines satisfies number;
    signal satisfies AbortSignal;
    enter('resolve');
    announce('connect', 'resolve');
    debug('said');
    observe('plain', 1);
    observe('served_total', 1);
    observe('served_total', 1, { createdAt: 1_604_512_662.448578 });
    observe('served_total', 1, { createdAt: { seconds: 1, nanos: 5 } });
    observe('served_total', 1, { createdAt: undefined });
    observe('labelled', 1, { labels: { version: '1', code: 'ok' } });
    observe('sent_total', 1, { labels: { code: 'ok' }, createdAt: 1 });
    observe('build_info', 1, { labels: { version: '1' } });

    // @ts-expect-error a phase that is not declared
    enter('conect');
    // @ts-expect-error a phase that is not declared
    announce('connect', 'tls');
    // @ts-expect-error a metric that is not declared
    observe('plane', 1);
    // @ts-expect-error a value that is no number
    observe('plain', '1');
    // @ts-expect-error labels that are declared must be given
    observe('labelled', 1);
    // @ts-expect-error one of two labels is missing
    observe('labelled', 1, { labels: { version: '1' } });
    // @ts-expect-error a misspelt label
    observe('labelled', 1, { labels: { version: '1', cod: 'ok' } });
    // @ts-expect-error a label that is not declared
    observe('build_info', 1, { labels: { version: '1', code: 'ok' } });
    // @ts-expect-error a label value that is no text
    observe('build_info', 1, { labels: { version: 1 } });
    // @ts-expect-error a metric without labels takes none
    observe('plain', 1, { labels: { version: '1' } });
    // @ts-expect-error a created timestamp does not stand for the labels
    observe('sent_total', 1, { createdAt: 1 });
    // @ts-expect-error a gauge has no created timestamp
    observe('plain', 1, { createdAt: 1 });
    // @ts-expect-error an info has no created timestamp
    observe('build_info', 1, { labels: { version: '1' }, createdAt: 1 });
    // @ts-expect-error a created timestamp is a number or an instant, not a text
    observe('served_total', 1, { createdAt: '2020-11-04' });
    // @ts-expect-error the config has what its schema says
    void config.line;
  },
});

const dynamic = defineProbe({
  name: 'dynamic',
  help: 'Takes its metrics from its config.',
  target: z.string(),
  config: z.strictObject({ counters: z.array(z.string()) }),
  phases: ['fetch'],
  metrics: (config) => {
    config.counters satisfies readonly string[];
    return Object.fromEntries(
      config.counters.map((name) => [name, { type: 'counter', help: 'Counts.' } as const]),
    );
  },
  async run({ config, enter, observe }) {
    enter('fetch');
    for (const name of config.counters) {
      observe(name, 1);
      observe(name, 1, { createdAt: 1 });
    }
    // @ts-expect-error phases are checked all the same
    enter('parse');
  },
});

const mixed = defineProbe({
  name: 'mixed',
  help: 'Has metrics with known names in a function.',
  target: z.string(),
  config: z.strictObject({}),
  phases: ['ask'],
  metrics: () => ({ answer_info: { type: 'info', help: 'Answer.', labels: ['code'] } }),
  async run({ observe }) {
    observe('answer_info', 1, { labels: { code: 'ok' } });
    // @ts-expect-error a misspelt label
    observe('answer_info', 1, { labels: { cod: 'ok' } });
    // @ts-expect-error a metric that the function does not give
    observe('anser_info', 1);
  },
});

defineProbe({
  name: 'wrong',
  help: 'Declares a type of metric that there is not.',
  target: z.string(),
  config: z.strictObject({}),
  phases: ['ask'],
  // @ts-expect-error the types are a closed list
  metrics: { sizes: { type: 'histogram', help: 'Sizes.' } },
  async run() {},
});

// A probe of any target, config, metrics and phases is a probe, without a cast.
[exact, dynamic, mixed] satisfies readonly Probe[];
