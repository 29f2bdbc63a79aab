import { writeFile } from 'node:fs/promises';
import { DASHBOARDS, textOf } from './files.ts';

const FOLDER = new URL('../dashboards/', import.meta.url);

for (const [file, dashboard] of DASHBOARDS) {
  await writeFile(new URL(file, FOLDER), textOf(dashboard));
}
