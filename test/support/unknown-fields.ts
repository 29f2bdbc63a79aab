import { execFile } from 'node:child_process';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { temporaryFile } from './command.ts';
import { program } from './programs.ts';

/** The fields of a workload that Kubernetes does not have, as kubectl knows it. */
export async function unknownFields(t: TestContext, workload: object): Promise<readonly string[]> {
  const file = await temporaryFile(t, 'workload.yml', stringify(workload));
  // Read and written by types, so that what no type has is lost.
  const args = ['set', 'env', '--local', '--output=json', '--filename', file, 'ANY=1'];
  const { stdout } = await promisify(execFile)(program('kubectl'), args);
  return lost(workload, JSON.parse(stdout), '');
}

/** The fields of one that the other does not have. */
function lost(from: unknown, to: unknown, path: string): readonly string[] {
  if (typeof from !== 'object' || from === null) return [];
  if (typeof to !== 'object' || to === null) return [path];
  return Object.entries(from).flatMap(([name, value]) =>
    name in to
      ? lost(value, (to as Record<string, unknown>)[name], `${path}.${name}`)
      : [`${path}.${name}`],
  );
}
