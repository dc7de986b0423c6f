import type { Pace, RunId, ToRun, ToWorker, UnitPlace } from '../../protocol.js';
import type { Run } from './run.js';

type Start = Extract<ToWorker, { type: 'start' }>;

/** A message to a run without the run's id. */
export type Unaddressed<Message extends ToRun> = Message extends ToRun ? Omit<Message, 'run'> : never;

/** The run that a config's worker thread holds, and the messages to the thread about it. */
export class HeldRun {
  private id: RunId | null = null;

  constructor(
    private readonly post: (message: ToWorker) => void,
    /** Returns the pace at which runs are to train. */
    private readonly pace: () => Pace,
  ) {}

  isHeld(run: Run): boolean {
    return this.id === run.id;
  }

  /** Records that the thread no longer holds a run, since it has ended or is about to end. */
  release(): void {
    this.id = null;
  }

  /** Sends a run to the thread; it replaces the one that the thread held. */
  start(start: Omit<Start, 'type' | 'pace'>): void {
    this.id = start.run;
    this.post({ type: 'start', ...start, pace: this.pace() });
  }

  /** Tells the thread the pace of the run that it holds. */
  sendPace(): void {
    if (this.id !== null) this.post({ type: 'pace', run: this.id, pace: this.pace() });
  }

  request(run: Run, what: 'pause' | 'stop'): void {
    this.post({ type: what, run: run.id });
  }

  /** Resumes the run, or trains one epoch. Returns false if there is no checkpoint to resume from. */
  continueRun(run: Run, how: 'resume' | 'stepEpoch', directory: string, acceptChangedData = false): boolean {
    if (!this.ensureHeld(run, directory, acceptChangedData)) return false;
    this.post({ type: how, run: run.id });
    return true;
  }

  /**
   * Sends a message about a run, which the thread is given first if it does not hold it. Returns false if there is no
   * checkpoint to give.
   */
  send(run: Run, message: Unaddressed<ToRun>, directory: string): boolean {
    if (!this.ensureHeld(run, directory)) return false;
    this.post({ ...message, run: run.id });
    return true;
  }

  /** Selects the unit that the regions are of. A run that the thread does not hold has none. */
  focus(run: Run, unit: UnitPlace | null, directory: string): void {
    const isHeld = unit ? this.ensureHeld(run, directory) : this.isHeld(run);
    if (isHeld) this.post({ type: 'focus', run: run.id, unit });
  }

  /** Sends the run to the thread if it does not hold it yet. Returns false if there is no checkpoint to send. */
  private ensureHeld(run: Run, directory: string, acceptChangedData = false): boolean {
    if (this.isHeld(run)) return true;
    const { spec, checkpoint } = run.known;
    if (!checkpoint) return false;
    this.start({ run: run.id, spec, directory, train: false, checkpoint, acceptChangedData });
    return true;
  }
}
