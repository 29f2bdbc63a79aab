import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { program } from '../test/support/programs.ts';

/** What was measured, and on what. */
export function describeMachine(): readonly (readonly [string, string])[] {
  const all = cpus();
  return [
    ['date', new Date().toISOString().slice(0, 16).replace('T', ' ')],
    ['CPU', `${all[0]?.model.trim() ?? 'unknown'}, ${all.length} cores`],
    ['memory', `${(totalmem() / 2 ** 30).toFixed(0)} GiB`],
    ['kernel', `${type()} ${release()}`],
    ['load average before', loadavg()[0]?.toFixed(2) ?? 'unknown'],
    ['ours', `synthetic-exporter ${ownVersion()}, Node ${process.versions.node}`],
    [
      'theirs',
      firstLine('blackbox_exporter', ['--version']).replace(/ \(.*/, '').replace(', version', ''),
    ],
  ];
}

function ownVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

function firstLine(name: 'blackbox_exporter', args: readonly string[]): string {
  return execFileSync(program(name), args, { encoding: 'utf8' }).split('\n')[0] ?? '';
}
