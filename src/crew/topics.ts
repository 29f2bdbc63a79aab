import type { AddressInfo } from 'node:net';
import type { Step } from '../account/steps.ts';
import type { Story } from '../account/story.ts';
import type { Summary } from '../account/summary.ts';
import type { Found } from '../discovery/found.ts';
import type { Filter } from '../http/filter.ts';
import type {
  NamedChange,
  Overview,
  PartQuestion,
  PastReport,
  ReportSearch,
} from '../http/others.ts';
import type { Result } from '../result.ts';
import type { AskOptions } from './asking.ts';
import type { FamilyPiece } from './blocks.ts';

/** What can be asked, and what comes back: pieces, if it is large, and then the answer. */
interface Topic<Question, Answer, Piece = never> {
  readonly question: Question;
  readonly answer: Answer;
  readonly piece: Piece;
}

/** What the primary asks of a worker. */
export type WorkerTopics = PeerTopics & {
  /** Comes first, and once: start working. */
  readonly start: Topic<StartOrder, Started>;
  /** Check this text, and keep what it says. */
  readonly prepare: Topic<string, Checked>;
  /** Put what was prepared into force, or forget it. */
  readonly settle: Topic<Settlement, undefined>;
  /** What was discovered has changed. */
  readonly discovered: Topic<Found, undefined>;
  /** The crew has changed. */
  readonly news: Topic<CrewState, undefined>;
  /** Take no more requests; answered when none is under way any more. */
  readonly drain: Topic<undefined, undefined>;
  /** None of the others has a request under way either. */
  readonly leave: Topic<undefined, undefined>;
};

/** What a worker asks of the primary. */
export type PrimaryTopics = {
  /** Load the file again, all of you: what is wrong with it, if anything. */
  readonly reload: Topic<undefined, readonly string[]>;
  readonly relay: Topic<Relayed, unknown, unknown>;
};

/** What a worker asks of another, by way of the primary. */
export type PeerTopics = {
  /** Its part of an exposition; the first piece is empty, and says that it has heard. */
  readonly part: Topic<PartQuestion, undefined, FamilyPiece>;
  /** A run of a target that it owns; if it is watched, what happens in it comes in pieces. */
  readonly run: Topic<RunQuestion, Result, readonly Step[]>;
  /** What the start page shows of it. */
  readonly overview: Topic<undefined, undefined, Overview>;
  /** Of the targets of these names, those that it owns. */
  readonly summaries: Topic<readonly string[], readonly Summary[]>;
  /** All of a target that it owns; undefined if there is no such target. */
  readonly story: Topic<string, Story | undefined>;
  /** The newest of the targets that it owns and that fit. */
  readonly changes: Topic<Filter, readonly NamedChange[]>;
  /** The report of a past run. */
  readonly report: Topic<ReportSearch, PastReport | undefined>;
  /** Another number after everything that has happened there. */
  readonly pulse: Topic<undefined, number>;
};

export type Relayed = {
  readonly [About in keyof PeerTopics]: {
    readonly to: number;
    readonly about: About;
    readonly question: PeerTopics[About]['question'];
  };
}[keyof PeerTopics];

export interface StartOrder {
  readonly index: number;
  readonly count: number;
  /** What the config file said when it was put into force. */
  readonly text: string;
  /** Of each place where the primary listens, if it has one that can be told. */
  readonly addresses: readonly (AddressInfo | undefined)[];
  /** What was discovered for it. */
  readonly found: Found;
  readonly state: CrewState;
}

export interface Started {
  readonly urls: readonly string[];
  readonly checked: Checked;
}

/** What is wrong with a text; it is good if that is nothing. */
export interface Checked {
  readonly problems: readonly string[];
  /** What stops nothing, and is to be told. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

export interface Settlement {
  readonly verdict: 'apply' | 'forget';
  readonly found: Found;
  readonly state: CrewState;
}

/** What all workers say alike of the whole. */
export interface CrewState {
  /** Unix milliseconds. */
  readonly startedAtMs: number;
  /** By worker, since the start. */
  readonly restarts: readonly number[];
  readonly reload: { readonly wasGood: boolean; readonly lastGoodAtMs: number };
  /** When each source of discovery was last read without any trouble, in Unix milliseconds. */
  readonly discovered: ReadonlyMap<string, number>;
}

export interface RunQuestion {
  readonly name: string;
  /** Of the job that is meant: both sides must have the same config. */
  readonly key: string;
  readonly timeoutMs: number;
  readonly patienceMs: number;
  readonly isWatched: boolean;
}

/** Asks another worker. */
export type AskWorker = <About extends keyof PeerTopics>(
  to: number,
  about: About,
  question: PeerTopics[About]['question'],
  options: AskOptions<PeerTopics[About]['piece']>,
) => Promise<PeerTopics[About]['answer']>;
