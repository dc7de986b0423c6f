import type { ConfigStore } from './configStore.js';
import type { Run, RunImage } from './run.js';
import type { Storage } from './storage.js';

/** Saving while training may take a twentieth of the time: a long history takes a while to write. */
const costFactor = 20;

/** Keeps on disk what of a store outlives a session. */
export class Keeper {
  private image: RunImage | null = null;
  private nextWhileRunning = 0;
  private isClosed = false;

  constructor(
    private readonly store: ConfigStore,
    private readonly storage: Storage,
    /** Called after each attempt to save, with the error of one that failed. */
    private readonly onSaved: (error: Error | null) => void,
  ) {}

  /** Restores what an earlier session left, unless a run has begun in the meantime. Never rejects. */
  async restore(): Promise<void> {
    const { uri } = this.store;
    const saved = await this.storage.load(uri);
    if (!saved || this.store.run?.hasTrained) return;
    try {
      this.store.restore(saved.image, saved.overrides, saved.records);
      this.store.view();
      this.image = saved.image;
    } catch (error) {
      this.store.restore(null, {}, []);
      await this.storage.setAside(uri, error);
    }
  }

  /** Saves a run at a checkpoint. */
  keep(run: Run): void {
    if (run.isRunning && performance.now() < this.nextWhileRunning) return;
    const start = performance.now();
    this.image = run.image();
    this.write(start);
  }

  /** A new run has begun, of which there is nothing yet to go on from. */
  drop(): void {
    this.image = null;
  }

  /** Nothing is saved from now on. */
  close(): void {
    this.isClosed = true;
  }

  /** Removes what was saved under the config's former name. */
  moveFrom(uri: string): void {
    this.storage.remove(uri).catch((error: unknown) => this.onSaved(asError(error)));
    this.save();
  }

  save(): void {
    this.write(performance.now());
  }

  /** The time it takes includes that of others that wait to be saved, so that all together keep to their share. */
  private write(start: number): void {
    if (this.isClosed) return;
    const { uri, overrides, records } = this.store;
    this.storage
      .save(uri, { overrides, records, image: this.image })
      .then(() => this.onSaved(null))
      .catch((error: unknown) => this.onSaved(asError(error)))
      .finally(() => {
        const end = performance.now();
        this.nextWhileRunning = end + costFactor * (end - start);
      });
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
