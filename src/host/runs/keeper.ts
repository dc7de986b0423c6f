import { withoutRecording } from '../../node/checkpoint.js';
import type { ConfigStore } from '../configs/configStore.js';
import type { Run } from './run.js';
import type { RunImage } from './runImage.js';
import type { Storage } from './storage.js';

/** While a run trains, the pause after a save lasts this many times as long as the save: a long history is slow to save. */
const costFactor = 20;

/** Saves the part of a store that outlives a session on disk. */
export class Keeper {
  private image: RunImage | null = null;
  private nextWhileRunning = 0;
  private isClosed = false;

  constructor(
    private readonly store: ConfigStore,
    private readonly storage: Storage,
    /** Called after each attempt to save, with the error if it failed. */
    private readonly onSaved: (error: Error | null) => void,
  ) {}

  /** Restores what an earlier session saved, unless a run has started in the meantime. Never rejects. */
  async restore(): Promise<void> {
    const { uri } = this.store;
    const [saved, runs] = await Promise.all([this.storage.load(uri), this.storage.runs.load(uri)]);
    this.store.restoreRuns(runs);
    if (!saved || this.store.run?.hasTrained) return;
    try {
      this.store.restore(saved.image, saved.overrides);
      this.store.view();
      this.image = saved.image;
      if (this.store.run) this.keepPast(this.store.run);
    } catch (error) {
      this.store.restore(null, {});
      await this.storage.setAside(uri, error);
    }
  }

  /** Saves a run at a checkpoint; skipped while the run trains if the last save was too recent. */
  keep(run: Run): void {
    if (run.isRunning && performance.now() < this.nextWhileRunning) return;
    const start = performance.now();
    this.image = run.image();
    this.write(start);
    if (!run.isRunning) this.keepPast(run);
  }

  /** Saves a run that is in the list of runs and at rest. It stays there when another run has started. */
  keepPast(run: Run): void {
    const { uri, runs } = this.store;
    const past = runs.get(run.id);
    if (this.isClosed || !past) return;
    const state = past.record.hasState ? stateOf(run) : null;
    const excess = runs.bound();
    if (excess.runs.length + excess.states.length > 0) this.store.showRuns();
    this.watch(this.storage.runs.save(uri, past, state));
    this.watch(this.storage.runs.drop(uri, excess.runs, 'all'));
    this.watch(this.storage.runs.drop(uri, excess.states, 'state'));
  }

  /** Saves a run that shows another epoch than when it was saved last. */
  keepShown(run: Run): void {
    if (this.image && this.image.status.viewing?.epoch !== run.status.viewing?.epoch) this.keep(run);
  }

  /** Drops the former run, because a new one has started that has no checkpoint yet. */
  drop(): void {
    this.image = null;
  }

  /** Nothing is saved from now on. */
  close(): void {
    this.isClosed = true;
  }

  /** Removes what was saved under the config's former name. */
  moveFrom(uri: string): void {
    this.watch(this.storage.remove(uri));
    this.watch(this.storage.runs.move(uri, this.store.uri));
    this.save();
  }

  save(): void {
    this.write(performance.now());
  }

  private watch(work: Promise<void>): void {
    work.catch((error: unknown) => this.onSaved(asError(error)));
  }

  /** The measured duration includes waiting for other configs' saves, so that the limit holds for all together. */
  private write(start: number): void {
    if (this.isClosed) return;
    const { uri, overrides } = this.store;
    this.storage
      .save(uri, { overrides, image: this.image })
      .then(() => this.onSaved(null))
      .catch((error: unknown) => this.onSaved(asError(error)))
      .finally(() => {
        const end = performance.now();
        this.nextWhileRunning = end + costFactor * (end - start);
      });
  }
}

/** Returns the state in which a run ended; null where it is not known, or cannot be read in a file that is damaged. */
function stateOf({ lastState }: Run): Uint8Array | null {
  try {
    return lastState && withoutRecording(lastState);
  } catch {
    return null;
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
