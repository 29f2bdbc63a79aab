import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { program } from './programs.ts';

const FOLDER = fileURLToPath(new URL('../../deploy/kubernetes/', import.meta.url));

export type Labels = Readonly<Record<string, string>>;

interface Matching {
  readonly matchLabels: Labels;
}

export interface Resource {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: Labels;
  };
  readonly data?: Labels;
  readonly spec: Spec;
}

/** What the tests read of all kinds; each kind has its own. */
interface Spec {
  readonly replicas: number;
  readonly serviceName: string;
  /** A map of labels with a Service, and a selector with all else. */
  readonly selector: Labels & Matching;
  readonly template: { readonly metadata: { readonly labels: Labels }; readonly spec: Pod };
  readonly ports: readonly [{ readonly name: string; readonly port: number }];
  readonly groups: readonly { readonly name: string }[];
  readonly jobLabel: string;
  readonly endpoints: readonly [{ readonly port: string }];
  readonly module: string;
  readonly prober: { readonly url: string };
}

interface Pod {
  readonly securityContext: {
    readonly runAsUser: number;
    readonly fsGroup: number;
    readonly sysctls: readonly [{ readonly value: string }];
  };
  readonly containers: readonly [Container];
  readonly volumes: readonly Volume[];
  readonly topologySpreadConstraints: readonly [{ readonly labelSelector: Matching }];
}

interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly startupProbe: Check;
  readonly readinessProbe: Check;
  readonly livenessProbe: Check;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Check {
  readonly exec?: { readonly command: readonly string[] };
}

interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string };
  readonly emptyDir?: object;
}

/** What `kubectl apply` would send. */
export async function built(folder: string): Promise<readonly Resource[]> {
  const { stdout } = await promisify(execFile)(program('kubectl'), ['kustomize', FOLDER + folder]);
  return parseAllDocuments(stdout).map((document) => document.toJS() as Resource);
}

/** The one resource of a kind. */
export function only(resources: readonly Resource[], kind: string): Resource {
  const [found, ...others] = resources.filter((resource) => resource.kind === kind);
  assert.ok(found !== undefined && others.length === 0, kind);
  return found;
}
