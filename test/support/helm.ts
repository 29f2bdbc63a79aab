import { execFile } from 'node:child_process';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseAllDocuments, stringify } from 'yaml';
import { temporaryFile } from './command.ts';
import type { Resource } from './kustomize.ts';
import { program } from './programs.ts';

export const CHART = fileURLToPath(
  new URL('../../deploy/helm/synthetic-exporter', import.meta.url),
);

/** Runs helm; what it prints is in the error if it is not content. */
export async function helm(...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(program('helm'), args);
  return stdout + stderr;
}

/** What `helm install synthetic-exporter --namespace synthetic` would send with these values. */
export async function rendered(
  t: TestContext,
  values: object,
  ...flags: readonly string[]
): Promise<readonly Resource[]> {
  const file = await temporaryFile(t, 'values.yml', stringify(values));
  const place = ['synthetic-exporter', CHART, '--namespace', 'synthetic'];
  const text = await helm('template', ...place, '--values', file, ...flags);
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Resource | null)
    .filter((resource) => resource !== null);
}
