/** The messages about the runs of a config that are kept. */
import type { Outcome } from '../engine/model/metrics.js';
import type { History, RunId, RunState } from './run.js';

/** The epoch of another run whose state a run began with. */
export interface BranchOrigin {
  readonly run: RunId;
  readonly epoch: number;
}

/** A run as it is listed. */
export interface RunRecord {
  readonly run: RunId;
  /** The config's runs are numbered from 1. */
  readonly number: number;
  /** The name that the user has given; null: none. */
  readonly name: string | null;
  /** When the run started, in ms since 1970. */
  readonly started: number;
  readonly elapsedMs: number;
  readonly state: RunState;
  /** How the run ended by itself; null where it did not. */
  readonly outcome: Outcome['kind'] | null;
  readonly epochs: number;
  readonly loss: number | null;
  readonly validationLoss: number | null;
  /** The accuracy on the validation part where there is one, else on the training part. */
  readonly accuracy: number | null;
  readonly edited: boolean;
  readonly branchOf: BranchOrigin | null;
  /** The identity of the data; null where it is not known. Equal texts mean equal data. */
  readonly data: string | null;
  /** Some of the losses, evenly over the epochs. */
  readonly sparkline: readonly number[];
  /** Whether the last state is kept, so that another run can continue from it. */
  readonly hasState: boolean;
  /** The codes of the alarms of the run. */
  readonly alarms?: readonly string[];
}

/** What differs between the listed runs. */
export interface RunsDiffer {
  /** The settings that differ, with a text for each run; null where a run does not have the setting. */
  readonly settings: readonly {
    readonly path: string;
    readonly values: Readonly<Record<RunId, string | null>>;
  }[];
  /** The keys of the text, besides `training`, that runs have changed from the run before; absent where none. */
  readonly changed: Readonly<Partial<Record<RunId, readonly string[]>>>;
}

/** A comparison of the selected runs. */
export interface RunsComparison {
  readonly runs: readonly {
    readonly run: RunId;
    /** Some of the epochs; empty where the run is not at rest yet. */
    readonly curve: History;
  }[];
  /**
   * The differences by path, with a text for each of `runs`; null where a run does not have the value. That of the data
   * has no path and the beginnings of the data's identities.
   */
  readonly differences: readonly {
    readonly path: string;
    readonly kind: 'setting' | 'text' | 'data';
    readonly values: readonly (string | null)[];
  }[];
  /** Whether there are more differences than are listed. */
  readonly isCut: boolean;
}

/** What can be done with runs that are kept. Of an action on one run, the run is the first. */
export type RunsAction = 'compare' | 'restore' | 'branch' | 'rename' | 'delete' | 'export';
