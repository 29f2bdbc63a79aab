import { hash } from 'node:crypto';
import type { ListedTarget, Module } from '../config/config.ts';
import { interval } from '../config/duration.ts';
import { targetEnvelope } from '../config/envelope.ts';
import { deepFreeze } from '../config/freeze.ts';
import { labelProblems } from '../config/labels.ts';
import { maskedAddress } from '../config/mask.ts';
import { ask } from '../config/standard-schema.ts';
import { shown } from '../net/shown.ts';
import type { Group } from './found.ts';
import type { Source } from './source.ts';

export interface Entry {
  readonly group: Group;
  readonly address: string;
  readonly source: Pick<Source, 'module' | 'intervalMs'>;
}

export interface Surroundings {
  readonly modules: ReadonlyMap<string, Module>;
  /** Targets as they were, by name: what has not changed need not be checked again. */
  readonly before: ReadonlyMap<string, ListedTarget>;
}

export interface ReadEntry {
  /** None if something about it is amiss. */
  readonly target: ListedTarget | undefined;
  /** Names for it, should its own be taken. */
  readonly otherNames: readonly string[];
  readonly faults: readonly string[];
}

/** Makes a listed target of an entry, as if the config listed it. Never rejects. */
export async function readEntry(
  { group: { targets, labels }, address: text, source }: Entry,
  { modules, before }: Surroundings,
): Promise<ReadEntry> {
  // To Prometheus an empty label is none.
  const moduleName = labels['__module'] || labels['__param_module'] || source.module;
  const module = modules.get(moduleName ?? '');
  if (module === undefined) return leftOut(withoutModule(moduleName));
  const pace = paceOf(labels['__interval'] || undefined, source.intervalMs);
  if ('fault' in pace) return leftOut(`__interval: ${pace.fault}`);
  const given = labels['__name'] || labels['name'];
  const [name, ...otherNames] = namesOf(given, targets.length, module, text);
  const own = ownLabels(labels, module);
  const about = { name, module, text, intervalMs: pace.intervalMs, labels: own.labels };
  const known = before.get(name);
  if (known !== undefined && isSameTarget(known, about))
    return { target: known, otherNames, faults: own.faults };
  const head = targetEnvelope.safeParse({ name, module: module.name, target: text });
  if (!head.success) return leftOut(head.error.issues.map(({ message }) => message).join('; '));
  const address = await ask(module.probe.target, text);
  if (address.issues !== undefined)
    return leftOut(address.issues.map(({ message }) => message).join('; '));
  const target = Object.freeze({
    ...about,
    address: maskedAddress(text),
    target: deepFreeze(address.value),
    labels: Object.freeze(own.labels),
  });
  return { target, otherNames, faults: own.faults };
}

type About = Omit<ListedTarget, 'address' | 'target'>;

/** Whether they ask the same in the same way, with the same labels. */
export function isSameTarget(one: About, other: About): boolean {
  return (
    one.module === other.module &&
    one.text === other.text &&
    one.intervalMs === other.intervalMs &&
    JSON.stringify(one.labels) === JSON.stringify(other.labels)
  );
}

function leftOut(why = ''): ReadEntry {
  return { target: undefined, otherNames: [], faults: [`left out: ${maskedAddress(why)}`] };
}

function withoutModule(name: string | undefined): string {
  if (name !== undefined) return `there is no module ${shown(name)}`;
  return 'it names no module (label __module or __param_module), and neither does its source';
}

function paceOf(
  written: string | undefined,
  intervalMs: Source['intervalMs'],
): { readonly intervalMs: Source['intervalMs'] } | { readonly fault: string } {
  if (written === undefined) return { intervalMs };
  const parsed = interval.safeParse(written);
  return parsed.success
    ? { intervalMs: parsed.data }
    : { fault: parsed.error.issues[0]?.message ?? '' };
}

/** A name that is given to several is not enough; and whoever is given none has module and address. */
function namesOf(
  given: string | undefined,
  count: number,
  module: Module,
  text: string,
): readonly [string, ...string[]] {
  const address = maskedAddress(text);
  if (given === undefined || given === '') return [shortened(`${module.name} ${address}`)];
  const longer = shortened(`${given} ${address}`);
  const longest = shortened(`${given} ${module.name} ${address}`);
  return count === 1 ? [given, longer, longest] : [longer, longest];
}

const LONGEST_NAME = 200;

/** Long addresses often differ at their end. */
function shortened(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const digest = hash('sha256', name).slice(0, 8);
  return `${name.slice(0, LONGEST_NAME - digest.length - 1)}…${digest}`.toWellFormed();
}

const LONGEST_VALUE = 1024;

/** What goes on the target's series. A label that cannot go there is no reason to probe nothing. */
function ownLabels(labels: Group['labels'], { metrics }: Module) {
  const own: Record<string, string> = {};
  const faults: string[] = [];
  for (const [name, value] of Object.entries(labels)) {
    if (name.startsWith('__') || value === '') continue;
    const [problem] = labelProblems([name], metrics, []);
    const fault = value.length > LONGEST_VALUE ? `longer than ${LONGEST_VALUE}` : problem?.message;
    if (fault === undefined) own[name] = value;
    else faults.push(`without the label ${shown(name)}: ${fault}`);
  }
  return { labels: own, faults };
}
