import type { ListedTarget } from '../config/config.ts';
import { MEASURED } from './figures.ts';
import { type Pace, runsPerSecond } from './load.ts';
import type { Size } from './size.ts';
import { speaksTls } from './speaks-tls.ts';

/** What a machine must have. */
export interface Needs {
  /** Kept busy, on average. */
  readonly cores: number;
  /** Of all processes together. */
  readonly memoryBytes: number;
  /** Processes of the cores that each may use, none of them too busy to be on time. */
  readonly shards: number;
  /** Of each of these processes. */
  readonly workers: number;
}

// The busier a thread is, the later its runs start, and the less exact are their times.
const BUSIEST = 0.7;

/** How the work may be laid out. */
export interface Room {
  /** How many cores one process and its workers may use. */
  readonly cores: number;
  /** How many targets are in the file, which every process reads as a whole. */
  readonly listed: number;
}

export function needsOf(
  targets: readonly ListedTarget[],
  { bytes }: Pick<Size, 'bytes'>,
  pace: Pace,
  room: Room,
): Needs {
  const ofRuns = targets.reduce((sum, target) => sum + coresOf(target, pace), 0);
  const ofScrapes = (bytes.text * MEASURED.scrapedByteSeconds * 1000) / pace.scrapeIntervalMs;
  const cores = ofRuns + ofScrapes;
  const shards = Math.max(1, Math.ceil(cores / (room.cores * BUSIEST)));
  const workers = Math.max(1, Math.ceil(cores / shards / BUSIEST));
  const ofProcess = MEASURED.processBytes + room.listed * MEASURED.listedTargetBytes;
  const memoryBytes = shards * workers * ofProcess + targets.length * MEASURED.ownTargetBytes;
  return { cores, memoryBytes, shards, workers };
}

function coresOf(target: ListedTarget, pace: Pace): number {
  const { tlsRunSeconds, plainRunSeconds } = MEASURED;
  return runsPerSecond(target, pace) * (speaksTls(target) ? tlsRunSeconds : plainRunSeconds);
}
