import * as l10n from '@vscode/l10n';
import type { ParameterPlace } from '../engine/trace/parameterPaths.js';
import { placeOf, Recorder, type Frame, type Position, type Recording } from '../engine/training/recorder.js';
import type { Job, KeptJob } from '../jobs/job.js';

const megabyte = 2 ** 20;
/** The number of bytes that a run's recording may take in memory, and in a checkpoint. */
const mostBytes = { memory: 64 * megabyte, checkpoint: 4 * megabyte };
/** A recording of fewer states than this deserves a note. */
const fewFrames = 30;

/** What a checkpoint has of a run's recording. */
export interface SavedRecording {
  readonly recording: Recording<KeptJob>;
  /** The state before the first parameter was changed by hand; null where none was. */
  readonly unedited: Frame<KeptJob> | null;
}

/** The recording of one run, which knows the changes by hand as well. */
export class RunRecording {
  readonly recorder = new Recorder<KeptJob>(mostBytes.memory, () => performance.now());
  private unedited: Frame<KeptJob> | null = null;
  private last: KeptJob | null = null;
  /** The number of bytes of a state. */
  private bytes = 0;

  /** Begins a recording. @param isBranch whether the job's state does not follow from its config */
  begin(job: Job, saved: SavedRecording | null, isBranch: boolean): void {
    this.bytes = job.keptBytes;
    if (saved) {
      this.recorder.restore(saved.recording);
      this.unedited = saved.unedited;
    } else if (isBranch) {
      this.recorder.earliest = job.position.epoch;
      this.recorder.pin(job.position, this.bytes, job.keep(null));
    }
  }

  get isEdited(): boolean {
    return this.unedited !== null;
  }

  /** Whether parameters were changed by hand on the way to a position. */
  isEditedAt(position: Position): boolean {
    return this.unedited !== null && placeOf(position) >= placeOf(this.unedited);
  }

  /** What is to be said about the recording, in the user's language; null where nothing is. */
  get note(): string | null {
    const frames = this.recorder.capacity(this.bytes);
    if (frames >= fewFrames) return null;
    const size = Math.round(this.bytes / megabyte);
    return frames === 0
      ? l10n.t('This network is too large to be recorded: its state takes {0} MB. To view an earlier epoch, the run is trained again up to there.', size) // prettier-ignore
      : l10n.t('This network is large: {0} of its epochs are kept, and viewing another one trains it again from the one before.', frames); // prettier-ignore
  }

  /** Keeps the state at the end of an epoch if that is due. */
  offer(job: Job): void {
    this.recorder.offer(job.position.epoch, this.bytes, () => (this.last = job.keep(this.last)));
  }

  /** Returns the job with another value for a parameter; null where there is no such parameter. */
  edit(job: Job, place: ParameterPlace, value: number): Job | null {
    const edited = job.withParameter(place, value);
    if (!edited) return null;
    this.unedited ??= this.frameOf(job);
    this.recorder.pin(edited.position, this.bytes, edited.keep(null));
    return edited;
  }

  /** Returns the job at its state before the first change by hand; null where there was none. */
  reset(job: Job): Job | null {
    const { unedited } = this;
    if (!unedited) return null;
    this.unedited = null;
    this.recorder.forgetFrom(unedited);
    return job.returned(unedited.state);
  }

  /** Returns what a checkpoint keeps of the recording. */
  save(): SavedRecording {
    return { recording: this.recorder.excerpt(mostBytes.checkpoint), unedited: this.unedited };
  }

  private frameOf(job: Job): Frame<KeptJob> {
    return { ...job.position, bytes: this.bytes, isPinned: true, state: job.keep(null) };
  }
}
