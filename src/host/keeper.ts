import type { ConfigStore } from './configStore.js';
import type { Run, RunImage } from './run.js';
import type { Storage } from './storage.js';

/** Saving while training may take a twentieth of the time: a long history takes a while to write. */
const costFactor = 20;

/** Keeps on disk what of a store outlives a session. */
export class Keeper {
  private image: RunImage | null = null;
  private nextWhileRunning = 0;

  constructor(
    private readonly store: ConfigStore,
    private readonly storage: Storage,
    private readonly report: (error: unknown) => void,
  ) {}

  /** Takes in what an earlier session left, unless a run has begun in the meantime. */
  async restore(): Promise<void> {
    const saved = await this.storage.load(this.store.uri);
    if (!saved || this.store.run) return;
    this.image = saved.image;
    this.store.restore(saved.image, saved.overrides, saved.records);
  }

  /** A run at a checkpoint. */
  keep(run: Run): void {
    if (run.isRunning && performance.now() < this.nextWhileRunning) return;
    this.image = run.image();
    this.save();
  }

  /** A new run has begun, of which there is nothing yet to go on from. */
  drop(): void {
    this.image = null;
  }

  /** What belongs to the config's former name is no more. */
  moveFrom(uri: string): void {
    this.storage.remove(uri).catch(this.report);
    this.save();
  }

  save(): void {
    const { uri, overrides, records } = this.store;
    const start = performance.now();
    const noteCost = (): void => {
      const end = performance.now();
      this.nextWhileRunning = end + costFactor * (end - start);
    };
    this.storage.save(uri, { overrides, records, image: this.image }).catch(this.report).finally(noteCost);
  }
}
