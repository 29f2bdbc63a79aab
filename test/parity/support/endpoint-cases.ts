import type { TestContext } from 'node:test';
import { judgeOf } from './judge.ts';
import type { Pair } from './pair.ts';
import type { Scope } from './scopes.ts';

export interface EndpointCase {
  /** `GET /probe?module=m&target=TARGET`, also ENCODED or TWICE; the title of the case, with the headers behind it. */
  readonly request: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How much of the answer's body is compared; the first line if nothing is said. */
  readonly compare?: 'whole' | 'first line' | 'nothing' | ((text: string) => string);
}

/** Sends every request to both, one after the other, and tests each for an answer that differs. */
export async function compareEndpoints(
  t: TestContext,
  scope: Scope,
  { theirs, ours, target = '' }: Pair & { readonly target?: string },
  cases: readonly EndpointCase[],
): Promise<void> {
  const { judge, finish } = judgeOf(scope);
  for (const one of cases) {
    const title = [one.request, ...Object.entries(one.headers ?? {}).map(String)].join(' ');
    const [their, our] = [await send(theirs, one, target), await send(ours, one, target)];
    await t.test(title, () => judge(title, differences(their, our)));
  }
  await t.test('every wanted difference shows up', finish);
}

type Answer = Readonly<Record<'status' | 'type' | 'location' | 'allow' | 'body', string>>;

async function send(base: string, one: EndpointCase, target: string): Promise<Answer> {
  const [method = '', path = ''] = one.request.split(' ');
  const { headers: extra = {}, body = null } = one;
  const encoded = encodeURIComponent(target);
  const url = `${base}${path.slice(1)}`
    .replace('TARGET', target)
    .replace('ENCODED', encoded)
    .replace('TWICE', encodeURIComponent(encoded));
  const response = await fetch(url, { method, headers: extra, body, redirect: 'manual' });
  const text = await response.text();
  return {
    status: String(response.status),
    type: response.headers.get('content-type') ?? 'none',
    location: (response.headers.get('location') ?? 'none').replace(base, 'BASE/'),
    allow: response.headers.get('allow') ?? 'none',
    body: part(text, one.compare ?? 'first line'),
  };
}

function part(text: string, wanted: NonNullable<EndpointCase['compare']>): string {
  if (typeof wanted === 'function') return wanted(text);
  if (wanted === 'nothing') return '';
  return wanted === 'whole' ? text : (/^.*\n?/.exec(text)?.[0] ?? '');
}

function differences(theirs: Answer, ours: Answer): readonly string[] {
  return (Object.keys(theirs) as (keyof Answer)[])
    .filter((key) => theirs[key] !== ours[key])
    .map((key) => `${key}: ${theirs[key]} -> ${ours[key]}`);
}
