import * as vscode from 'vscode';
import type { Spec } from '../config/spec.js';
import type { Walk } from '../debug/walk.js';
import type { TrainingState } from '../engine/state.js';
import { unpackCheckpoint } from '../worker/checkpoint.js';
import type { ConfigFile, ConfigFiles } from './configFiles.js';
import type { Training } from './training.js';
import type { Trainings } from './trainings.js';

export interface WalkHost {
  readonly files: ConfigFiles;
  readonly trainings: Trainings;
}

export interface WalkOptions {
  /** The sample of the training part to go from, sample by sample, counted from 1. */
  readonly sample?: number | null;
  /** Not the one that others look at already, unless they are to look at the new one too. */
  readonly anew?: boolean;
  /** The weights to begin with; by default those of a paused run, else the initial ones. */
  readonly weights?: 'initial' | 'trained';
}

/** A walk, and the text it is of. */
export interface OpenWalk {
  readonly uri: vscode.Uri;
  readonly walk: Walk;
  readonly file: ConfigFile;
  /** Of that moment: the document goes on. */
  readonly text: string;
}

/** One walk for each config, whoever steps through it: page and debugger have the same cursor. */
export class Walks implements vscode.Disposable {
  private readonly open = new Map<string, Promise<OpenWalk>>();
  private readonly held = new Set<Walk>();
  private readonly opened = new vscode.EventEmitter<OpenWalk>();
  private readonly subscriptions: vscode.Disposable[];
  /** Another walk has taken the place of the one there was, if any: whoever shows it goes over. */
  readonly onDidOpen = this.opened.event;

  constructor(private readonly host: WalkHost) {
    this.subscriptions = [host.files.onDidParse((file) => void this.judge(file))];
  }

  /** The walk there is; one that is stale and that no debugger holds gives way to a new one. @throws CannotStep */
  async of(uri: vscode.Uri, { sample = null, anew = false, weights }: WalkOptions = {}): Promise<OpenWalk> {
    const key = uri.toString();
    const present = await this.open.get(key)?.catch(() => undefined);
    if (present && !anew && (!present.walk.stale || this.held.has(present.walk))) return present;
    const opening = this.start(uri, sample, weights);
    this.open.set(key, opening);
    opening.catch(() => {
      if (this.open.get(key) === opening) this.open.delete(key);
    });
    const open = await opening;
    this.opened.fire(open);
    return open;
  }

  /** A debug session has it; until it is released, no other takes its place unasked. */
  hold(walk: Walk): () => void {
    this.held.add(walk);
    return () => void this.held.delete(walk);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.opened.dispose();
  }

  private async start(
    uri: vscode.Uri,
    sample: number | null,
    weights: WalkOptions['weights'],
  ): Promise<OpenWalk> {
    const { files, trainings } = this.host;
    const document = await vscode.workspace.openTextDocument(uri);
    const [file, training] = [await files.read(document), await trainings.of(uri)];
    const { openWalk } = await import('../debug/open.js');
    const { parsed } = file;
    const problem = parsed.problems.find(({ severity }) => severity === 'error')?.message ?? null;
    const trained = parsed.spec && weights !== 'initial' ? trainedRun(training, weights === 'trained') : null;
    const walk = await openWalk({
      spec: trained?.spec ?? parsed.withSettings(training.store.overrides),
      problem,
      directory: training.folder,
      state: trained?.state,
      sample,
    });
    return { uri, walk, file, text: document.getText() };
  }

  private async judge({ document }: ConfigFile): Promise<void> {
    const open = await this.open.get(document.uri.toString())?.catch(() => undefined);
    if (open) open.walk.stale = document.getText() !== open.text;
  }
}

/** Returns the state of a run of this very text: of a paused one, whose next pass it is, or if asked to of one that has ended. */
function trainedRun(
  { store: { run } }: Training,
  mayHaveEnded: boolean,
): { spec: Spec; state: TrainingState } | null {
  const { checkpoint, spec } = run?.known ?? {};
  if (!run || !spec || !checkpoint || run.isRunning || run.status.stale) return null;
  if (run.status.state !== 'paused' && !mayHaveEnded) return null;
  return { spec, state: unpackCheckpoint(checkpoint).state as TrainingState };
}
