import type { RunId, ToWorker } from '../protocol.js';
import type { Run } from './run.js';

type Start = Extract<ToWorker, { type: 'start' }>;

/** The run that a config's worker thread holds, and what the thread is told of it. */
export class HeldRun {
  private id: RunId | null = null;

  constructor(private readonly post: (message: ToWorker) => void) {}

  isHeld(run: Run): boolean {
    return this.id === run.id;
  }

  /** The thread has ended, or is about to. */
  release(): void {
    this.id = null;
  }

  /** Gives the thread a run in place of the one that it held. */
  start(start: Omit<Start, 'type'>): void {
    this.id = start.run;
    this.post({ type: 'start', ...start });
  }

  tell(run: Run, what: 'pause' | 'stop'): void {
    this.post({ type: what, run: run.id });
  }

  /** Returns false where there is nothing to go on from. */
  goOn(run: Run, how: 'resume' | 'stepEpoch', directory: string, acceptChangedData = false): boolean {
    if (!this.reach(run, directory, acceptChangedData)) return false;
    this.post({ type: how, run: run.id });
    return true;
  }

  showSample(run: Run, index: number, directory: string): void {
    if (this.reach(run, directory)) this.post({ type: 'sample', run: run.id, index });
  }

  /** Gives the worker a run of an earlier session, or of an earlier thread, if need be. */
  private reach(run: Run, directory: string, acceptChangedData = false): boolean {
    if (this.isHeld(run)) return true;
    const { spec, checkpoint } = run.known;
    if (!checkpoint) return false;
    this.start({ run: run.id, spec, directory, train: false, checkpoint, acceptChangedData });
    return true;
  }
}
