import type { EventEmitter } from 'node:events';
import * as l10n from '@vscode/l10n';
import type { History, RunId } from '../../protocol.js';
import type { ConfigStore } from '../configs/configStore.js';
import type { PastRun } from './pastRun.js';
import type { RunControl, RunEvents } from './runControl.js';
import type { RunArchive } from './runArchive.js';

/** The largest number of characters of a run's name. */
const mostOfName = 60;

/** What can be done with the runs of a config that are kept. */
export class KeptRuns {
  constructor(
    private readonly store: ConfigStore,
    private readonly archive: RunArchive,
    private readonly control: RunControl,
    private readonly events: EventEmitter<RunEvents>,
  ) {}

  /** Gives a run a name; an empty one removes the name. */
  async rename(run: RunId, name: string): Promise<void> {
    const { uri, runs } = this.store;
    const named = runs.rename(run, name.trim().slice(0, mostOfName) || null);
    if (!named) return;
    this.store.showRuns();
    if (!this.isRunning(run)) await this.archive.save(uri, named);
  }

  /** Deletes runs and returns them, for `undelete`. A run that trains stays. */
  async delete(ids: readonly RunId[]): Promise<PastRun[]> {
    const deleted = this.store.runs.remove(ids.filter((run) => !this.isRunning(run)));
    this.store.showRuns();
    await this.archive.delete(
      this.store.uri,
      deleted.map(({ record }) => record.run),
    );
    return deleted;
  }

  async undelete(runs: readonly PastRun[]): Promise<void> {
    this.store.restoreRuns(runs);
    await this.archive.undelete(
      this.store.uri,
      runs.map(({ record }) => record.run),
    );
  }

  /** Starts a run that continues from the last state of a run, with the settings for the next run. */
  async branch({ record, shape }: PastRun): Promise<void> {
    const { uri, run: current } = this.store;
    const { run, epochs: epoch } = record;
    const bytes = current?.id === run ? current.lastState : await this.archive.loadState(uri, run);
    if (bytes) this.control.branchFrom({ run, epoch, bytes }, shape);
    else
      this.events.emit(
        'branchRefused',
        l10n.t('The last state of run {0} is not kept, so no run can continue from it.', record.number),
      );
  }

  /** Returns the epochs that are kept of a run: all of those of the run that is shown. */
  curveOf({ record, curve }: PastRun): History | null {
    const { run } = this.store;
    return run?.id === record.run ? run.history : curve;
  }

  private isRunning(run: RunId): boolean {
    return this.store.run?.id === run && this.store.run.isRunning;
  }
}
