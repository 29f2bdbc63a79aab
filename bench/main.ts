import { describeMachine } from './machine.ts';
import { parseOrder, USAGE } from './order.ts';
import type { Findings } from './part.ts';
import { writeResults } from './results.ts';
import { openStand } from './stand.ts';
import { terminalTable } from './table.ts';
import { canMeasureUsage } from './usage.ts';

// Measures us beside blackbox_exporter: in turns, in one run, on one machine.

const order = parseOrder(process.argv.slice(2));
if (typeof order === 'string') {
  process.stderr.write(`${order}\n\n${USAGE}`);
  process.exit(2);
}
if (!canMeasureUsage()) {
  process.stderr.write('CPU time and memory are read from /proc: run the bench on Linux\n');
  process.exit(1);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // What was started ends with this process.
  process.once(signal, () => process.exit(130));
}
const stand = await openStand();
try {
  const { sizes, cases, parts, write } = order;
  const machine = describeMachine();
  process.stdout.write(`${machine.map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n`);
  const say = (what: string): void => void process.stderr.write(`… ${what}\n`);
  const all: Findings[] = [];
  for (const part of parts) {
    const findings = await part.measure({ stand, sizes, cases, say });
    for (const table of findings.tables) process.stdout.write(`${terminalTable(table)}\n`);
    all.push(findings);
  }
  if (write) writeResults(machine, all);
} finally {
  await stand.close();
}
