import { parse } from 'yaml';
import { z } from 'zod';
import { durationText, parseDuration } from '../config/duration.ts';
import { pathText } from '../config/problem.ts';

/** Each setting as text, by its name: equal texts mean equal settings. */
type Item = Readonly<Record<string, string>>;
export type Items = ReadonlyMap<string, Item>;

/** All that makes a module or a target start anew when it changes. */
export interface Shown {
  readonly modules: Items;
  readonly targets: Items;
}

/** Reads a config as `GET /config` shows it. Throws an error for people if the text is none. */
export function shownConfig(text: string): Shown {
  const config = read(text);
  const nameServers = JSON.stringify(config.defaults?.name_servers ?? []);
  const modules = new Map(
    Object.entries(config.modules ?? {}).map(([name, settings]) => [
      name,
      { name_servers: nameServers, ...textsOf(settings) },
    ]),
  );
  const buckets = JSON.stringify(config.exposition?.buckets ?? []);
  const targets = new Map(
    (config.targets ?? []).map(({ name, module, target, interval, labels }) => {
      const every = readInterval(interval ?? config.defaults?.interval ?? '15s');
      const about = { module, target, interval: every, labels: JSON.stringify(labels ?? {}) };
      const settings = JSON.stringify(modules.get(module) ?? {});
      const inherited = { [`settings of ${module}`]: settings, 'exposition.buckets': buckets };
      return [name, { ...about, ...inherited }];
    }),
  );
  return { modules, targets };
}

const settings = z.record(z.string(), z.unknown());
// What else there may be says nothing of targets.
const schema = z.looseObject({
  modules: orNothing(z.record(z.string(), settings)),
  targets: orNothing(
    z.array(
      z.looseObject({
        name: z.string(),
        module: z.string(),
        target: z.string(),
        interval: z.string().optional(),
        labels: orNothing(settings),
      }),
    ),
  ),
  defaults: orNothing(
    z.looseObject({ interval: z.string().optional(), name_servers: z.unknown().optional() }),
  ),
  exposition: orNothing(z.looseObject({ buckets: z.unknown().optional() })),
});

/** Nothing is a text, too, where every scalar is one. */
function orNothing<Schema extends z.ZodType>(inner: Schema) {
  const meant = (value: unknown): unknown =>
    typeof value === 'string' && /^(?:~|null|)$/i.test(value) ? undefined : value;
  return z.preprocess(meant, inner.optional());
}

function read(text: string): z.output<typeof schema> {
  let value: unknown;
  try {
    // Every scalar stays the text that it is: 1.10 is not 1.1.
    value = parse(text, { schema: 'failsafe', logLevel: 'error' });
  } catch (cause) {
    throw new Error('it is no YAML', { cause });
  }
  const config = schema.safeParse(value ?? {});
  if (config.success) return config.data;
  const [issue] = config.error.issues;
  const path = pathText((issue?.path ?? []).map(String));
  throw new Error(`it is no configuration: ${path === '' ? '' : `${path}: `}${issue?.message}`);
}

function textsOf(settings: Readonly<Record<string, unknown>>): Item {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, JSON.stringify(value)]),
  );
}

/** 60s is 1m. */
function readInterval(text: string): string {
  try {
    return durationText(parseDuration(text));
  } catch {
    return text;
  }
}
