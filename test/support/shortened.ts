import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The folder of what an operator starts from. */
export const DEPLOY = fileURLToPath(new URL('../../deploy', import.meta.url));

/** How long things take in copies of the deployed files. All else in them stays as it is shipped. */
const SHORT: Readonly<Record<string, string>> = {
  scrape_interval: '1s',
  scrape_timeout: '1s',
  evaluation_interval: '1s',
  refresh_interval: '1s',
  interval: '1s',
  for: '1s',
  keep_firing_for: '1s',
  group_wait: '1s',
  group_interval: '1s',
};

/** Where a copy finds what the deployed file looks for elsewhere: each text on the left becomes the one on the right. */
export type Moved = Readonly<Record<string, string>>;

/** A deployed file with short times. */
export async function shortened(file: string, moved: Moved): Promise<object> {
  let text = await readFile(join(DEPLOY, file), 'utf8');
  for (const [from, to] of Object.entries(moved)) {
    if (!text.includes(from)) throw new Error(`BUG: ${file} does not have ${from}`);
    text = text.replaceAll(from, to);
  }
  return shorten(parse(text) as object);
}

/** A deployed configuration of Prometheus with short times; copies of its rules, which are as short, lie in the folder. */
export async function shortenedPrometheus(
  folder: string,
  file: string,
  moved: Moved,
): Promise<string> {
  const config = (await shortened(file, moved)) as { rule_files: readonly string[] };
  const copies: string[] = [];
  for (const pattern of config.rule_files) {
    for await (const found of glob(join(dirname(file), pattern), { cwd: DEPLOY })) {
      const copy = join(folder, `${copies.length}-${basename(found)}`);
      await mkdir(folder, { recursive: true });
      await writeFile(copy, JSON.stringify(await shortened(found, {})));
      copies.push(copy);
    }
  }
  return JSON.stringify({ ...config, rule_files: copies });
}

function shorten<Node>(node: Node): Node {
  if (node === null || typeof node !== 'object') return node;
  if (Array.isArray(node)) return node.map(shorten) as Node;
  const entries = Object.entries(node).map(([key, value]) => [
    key,
    typeof value === 'string' ? (SHORT[key] ?? value) : shorten<unknown>(value),
  ]);
  return Object.fromEntries(entries) as Node;
}
