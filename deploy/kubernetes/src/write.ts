import { writeFile } from 'node:fs/promises';
import { ruleFiles } from './rule-files.ts';

const DEPLOY = new URL('../../', import.meta.url);

for (const [path, text] of ruleFiles()) await writeFile(new URL(path, DEPLOY), text);
