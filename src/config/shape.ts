import type { Probe } from '../probe.ts';
import { metricSpecFaults } from './metric-specs.ts';

export function isProbe(candidate: unknown): candidate is Probe {
  return shapeFaults(candidate).length === 0;
}

/** What keeps a default export from being a probe, field by field; nothing if it is one. */
export function shapeFaults(candidate: unknown): readonly string[] {
  if (typeof candidate !== 'object' || candidate === null) {
    return [`the default export is ${nameOf(candidate)}, want a probe or a list of them`];
  }
  const fields: { readonly [Field in keyof Probe]?: unknown } = candidate;
  return [
    ...nameFaults(fields.name),
    ...(typeof fields.help === 'string' && fields.help !== '' ? [] : ['help: want a sentence']),
    ...(isSchema(fields.target) ? [] : ['target: want a Standard Schema (~standard.validate)']),
    ...(isSchema(fields.config) ? [] : ['config: want a Standard Schema (~standard.validate)']),
    ...phaseFaults(fields.phases),
    ...metricsFaults(fields.metrics),
    ...(typeof fields.run === 'function' ? [] : ['run: want a function']),
    ...optionalFaults(fields),
  ];
}

function optionalFaults(fields: { readonly [Field in keyof Probe]?: unknown }): readonly string[] {
  return (['warnings', 'unsupported', 'withHostname'] as const).flatMap((name) =>
    ['function', 'undefined'].includes(typeof fields[name])
      ? []
      : [`${name}: want a function or nothing`],
  );
}

const NAME = /^[a-z][a-z0-9_]*$/;
// The other keys of a module.
const TAKEN_NAMES = ['prober', 'timeout', 'name_servers'];

function nameFaults(name: unknown): readonly string[] {
  if (typeof name !== 'string' || !NAME.test(name)) {
    return [`name: got ${nameOf(name)}, want text that matches ${NAME.source}`];
  }
  return TAKEN_NAMES.includes(name) ? [`name: "${name}" is a key of every module`] : [];
}

function phaseFaults(phases: unknown): readonly string[] {
  const isListOfText =
    Array.isArray(phases) && phases.every((phase) => typeof phase === 'string' && phase !== '');
  return isListOfText ? [] : ['phases: want a list of words'];
}

function metricsFaults(metrics: unknown): readonly string[] {
  if (typeof metrics === 'function') return [];
  return metricSpecFaults(metrics).map((fault) => `metrics: ${fault}`);
}

/** Some libraries make their schemas functions. */
function isSchema(candidate: unknown): boolean {
  if (typeof candidate !== 'function' && !isObject(candidate)) return false;
  const standard: unknown = '~standard' in candidate ? candidate['~standard'] : undefined;
  return isObject(standard) && 'validate' in standard && typeof standard.validate === 'function';
}

function isObject(candidate: unknown): candidate is object {
  return typeof candidate === 'object' && candidate !== null;
}

function nameOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 100));
  return value === undefined || value === null ? 'missing' : `a ${typeof value}`;
}
