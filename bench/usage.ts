import { existsSync, readFileSync } from 'node:fs';

/** What a process has used so far, all its threads together. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  /** The most that it ever had. */
  readonly peakBytes: number;
}

// The kernel tells programs of time in this unit, whatever its own is.
const TICKS_PER_SECOND = 100;

export function canMeasureUsage(): boolean {
  return existsSync('/proc/self/stat');
}

export function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name before it may hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    cpuSeconds: (user + system) / TICKS_PER_SECOND,
    residentBytes: kilobytes(status, 'VmRSS') * 1024,
    peakBytes: kilobytes(status, 'VmHWM') * 1024,
  };
}

/** How long the machine's cores have been busy, whoever kept them so. */
export function machineCpuSeconds(): number {
  const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n')[0]?.split(/\s+/) ?? [];
  const [user = 0, nice = 0, system = 0, , , hardInterrupt = 0, softInterrupt = 0] =
    fields.map(Number);
  return (user + nice + system + hardInterrupt + softInterrupt) / TICKS_PER_SECOND;
}

function kilobytes(status: string, name: string): number {
  const [, number] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status) ?? [];
  if (number === undefined) throw new Error(`no ${name} in\n${status}`);
  return Number(number);
}
