/** The messages about a search for a learning rate. */
import type { RateSearch } from '../engine/training/rateSearch.js';

export type RateSearchId = number;

/** A search for a learning rate as it is shown. */
export interface RateView {
  /** How far the search has come; null before its first step. */
  readonly search: RateSearch | null;
  readonly isRunning: boolean;
  /** The epoch of the run from whose parameters the search started; null: from the initial ones. */
  readonly fromEpoch: number | null;
  /** Why there is no result, in the user's language. */
  readonly error: string | null;
  /** Whether the config has changed since, in more than its learning rate and its number of epochs. */
  readonly stale: boolean;
}
