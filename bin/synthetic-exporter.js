#!/usr/bin/env node
// In a clone the sources run as they are; the npm package holds the built program, since Node refuses to
// strip types under node_modules.
import './compile-cache.js';
import { existsSync } from 'node:fs';

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `synthetic-exporter: got Node ${process.versions.node}, want 24 or newer; in a clone, npm scripts and npx bring their own`,
  );
  process.exit(1);
}
const source = new URL('../src/main.ts', import.meta.url);
await import(
  existsSync(source) ? source.href : new URL('../dist/src/main.js', import.meta.url).href
);
