import * as vscode from 'vscode';
import type { Spec } from '../../config/spec.js';
import type { Walk } from '../../debug/walk.js';
import { CannotStep } from '../../jobs/sampleRow.js';
import type { FailedOperation } from '../../engine/model/metrics.js';
import type { TrainingState } from '../../engine/training/state.js';
import { unpackCheckpoint } from '../../node/checkpoint.js';
import type { ConfigFile, ConfigFiles } from '../configs/configFiles.js';
import type { Training } from '../runs/training.js';
import type { Trainings } from '../runs/trainings.js';
import { filesIn } from '../../node/filesIn.js';

export interface WalkHost {
  readonly files: ConfigFiles;
  readonly trainings: Trainings;
}

export interface WalkOptions {
  /** The number of the training sample to start from, from 1; the walk then takes one sample at a time. */
  readonly sample?: number | null;
  /** Whether to replace the existing walk, also for the views and sessions that use it. */
  readonly replace?: boolean;
  /**
   * The initial weights of the walk; by default those of the epoch that is viewed or of a paused run, else those of the
   * config.
   */
  readonly weights?: 'initial' | 'trained' | 'viewed' | 'failed';
  /** The operation to begin at. Its pass is that of the failed run if `weights` says so. */
  readonly failed?: FailedOperation;
}

/** A walk and the text that it was opened for. */
export interface OpenWalk {
  readonly uri: vscode.Uri;
  readonly walk: Walk;
  readonly file: ConfigFile;
  /** The text when the walk was opened; the document may have changed since. */
  readonly text: string;
}

/** The walks, one for each config: the page and the debugger share its cursor. */
export class Walks implements vscode.Disposable {
  private readonly open = new Map<string, Promise<OpenWalk>>();
  private readonly held = new Set<Walk>();
  /** The number of pages and sessions that use each walk. */
  private readonly users = new Map<Walk, number>();
  private readonly opened = new vscode.EventEmitter<OpenWalk>();
  private readonly subscriptions: vscode.Disposable[];
  /** Fires when a walk has been opened. It replaces the config's former walk, if any, in all views. */
  readonly onDidOpen = this.opened.event;

  constructor(private readonly host: WalkHost) {
    this.subscriptions = [host.files.onDidParse((file) => void this.updateStale(file))];
  }

  /**
   * Returns the config's walk. A stale one that no debugger holds is replaced by a new one.
   * @throws CannotStep
   */
  async of(
    uri: vscode.Uri,
    { sample = null, replace = false, weights, failed }: WalkOptions = {},
  ): Promise<OpenWalk> {
    const key = uri.toString();
    const present = await this.open.get(key)?.catch(() => undefined);
    if (present && !replace && (!present.walk.stale || this.held.has(present.walk))) return present;
    const first = failed?.pass === 'sample' && failed.sample !== null ? failed.sample + 1 : sample;
    const opening = this.start(uri, { sample: first, weights, failed });
    this.open.set(key, opening);
    opening.catch(() => {
      if (this.open.get(key) === opening) this.open.delete(key);
    });
    const open = await opening;
    this.opened.fire(open);
    return open;
  }

  /** Keeps a walk until the returned function is called. A walk without users is removed, with its data. */
  keep({ uri, walk }: OpenWalk): () => void {
    this.users.set(walk, (this.users.get(walk) ?? 0) + 1);
    return () => {
      const others = (this.users.get(walk) ?? 1) - 1;
      if (others > 0) this.users.set(walk, others);
      else this.forget(uri, walk);
    };
  }

  /** Keeps a walk for a debug session: until it is released, it is replaced only on request. */
  hold(open: OpenWalk): () => void {
    const release = this.keep(open);
    this.held.add(open.walk);
    return () => {
      this.held.delete(open.walk);
      release();
    };
  }

  /** Replaces a walk that is in use and not held by a debugger, because the config's data has changed. */
  async refresh(uri: vscode.Uri): Promise<void> {
    const open = await this.open.get(uri.toString())?.catch(() => undefined);
    if (open && this.users.has(open.walk) && !this.held.has(open.walk)) await this.of(uri, { replace: true });
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.opened.dispose();
  }

  private async start(
    uri: vscode.Uri,
    { sample, weights, failed }: Omit<WalkOptions, 'replace'>,
  ): Promise<OpenWalk> {
    const { files, trainings } = this.host;
    const document = await vscode.workspace.openTextDocument(uri);
    const [file, training] = [await files.read(document), await trainings.of(uri)];
    const { openWalk } = await import('../../debug/openWalk.js');
    const { parsed } = file;
    const problem = parsed.problems.find(({ severity }) => severity === 'error')?.message ?? null;
    const trained = parsed.spec && weights !== 'initial' ? await trainedRun(training, weights) : null;
    const walk = await openWalk({
      spec: trained?.spec ?? parsed.withSettings(training.store.overrides),
      problem,
      files: filesIn(training.folder),
      state: trained?.state,
      isEdited: trained?.isEdited,
      failed,
      sample,
    });
    return { uri, walk, file, text: document.getText() };
  }

  private forget(uri: vscode.Uri, walk: Walk): void {
    this.users.delete(walk);
    const key = uri.toString();
    const opening = this.open.get(key);
    const isIt = opening?.then((open) => open.walk === walk).catch(() => false);
    void isIt?.then((isSame) => {
      if (isSame && this.open.get(key) === opening && !this.users.has(walk)) this.open.delete(key);
    });
  }

  private async updateStale({ document }: ConfigFile): Promise<void> {
    const open = await this.open.get(document.uri.toString())?.catch(() => undefined);
    if (open) open.walk.stale = document.getText() !== open.text;
  }
}

interface TrainedState {
  readonly spec: Spec;
  readonly state: TrainingState;
  /** Whether parameters of the run were changed by hand. */
  readonly isEdited: boolean;
}

/**
 * Returns the state of the run of this same text: that of the epoch that is viewed, or of a run that is paused or, if it is
 * requested, has ended; else null.
 *
 * @throws CannotStep where the viewed epoch or the failed state is requested and belongs to another text
 */
async function trainedRun(training: Training, weights: WalkOptions['weights']): Promise<TrainedState | null> {
  const { run } = training.store;
  if (!run) return null;
  const { stale, viewing, state, edited } = run.status;
  if (stale && (weights === 'viewed' || weights === 'failed')) {
    throw new CannotStep(
      vscode.l10n.t(
        'The file has changed since this run started, so its epochs cannot be stepped through. Undo the change, or train again.',
      ),
    );
  }
  if (stale) return null;
  const { spec, checkpoint } = run.known;
  if (weights === 'failed') return failedState(spec, checkpoint);
  if (viewing || weights === 'viewed') {
    const taken = await training.shown.take();
    return taken && stateIn(spec, taken.bytes);
  }
  const isWaiting = state === 'paused' || (state === 'ready' && edited);
  return checkpoint && !run.isRunning && (isWaiting || weights === 'trained')
    ? stateIn(spec, checkpoint)
    : null;
}

/** @throws CannotStep where the state in which the run failed has not arrived from its worker */
function failedState(spec: Spec, checkpoint: Uint8Array | null): TrainedState {
  if (checkpoint && unpackCheckpoint(checkpoint).runState === 'failed') return stateIn(spec, checkpoint);
  throw new CannotStep(
    vscode.l10n.t(
      'The state in which the run failed is not available. Try again in a moment, or train again.',
    ),
  );
}

function stateIn(spec: Spec, bytes: Uint8Array): TrainedState {
  const { state, isEdited } = unpackCheckpoint(bytes);
  return { spec, state: state as TrainingState, isEdited };
}
