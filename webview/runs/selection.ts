import type { RunId, RunRecord } from '../../src/protocol.js';
import { post, remember, remembered } from '../vscode.js';

/** The runs that the reader has selected, which the host compares. */
export class Selection {
  private ids: ReadonlySet<RunId>;
  /** Whether the host knows the selection. */
  private isSent = false;

  constructor(private readonly changed: () => void) {
    this.ids = new Set(remembered().selectedRuns ?? []);
  }

  has(run: RunId): boolean {
    return this.ids.has(run);
  }

  /** Returns the selected ones of the runs that are kept, the oldest first. */
  of(runs: readonly RunRecord[]): RunRecord[] {
    return runs.filter(({ run }) => this.ids.has(run)).sort((a, b) => a.number - b.number);
  }

  toggle(run: RunId, isSelected = !this.has(run)): void {
    const others = [...this.ids].filter((id) => id !== run);
    this.set(isSelected ? [...others, run] : others);
  }

  set(runs: readonly RunId[]): void {
    this.ids = new Set(runs);
    this.isSent = false;
    remember({ selectedRuns: runs });
    this.changed();
  }

  /** Tells the host which runs to compare unless it knows. */
  send(runs: readonly RunRecord[]): void {
    if (this.isSent) return;
    this.isSent = true;
    const compared = this.of(runs).slice(-mostCompared);
    post({ type: 'selectRuns', runs: compared.map(({ run }) => run) });
  }
}

/** The largest number of runs that are compared at a time, the newest of those that are selected. */
export const mostCompared = 20;
