import path from 'node:path';
import * as vscode from 'vscode';
import { plainName } from '../../config/plainText.js';
import { baseName } from '../configs/configFiles.js';
import type { Pace } from '../../protocol.js';
import { Training, type TrainingHost } from './training.js';

/** The trainings of all configs that are open, shown or running, and the active one, which commands without a config use. */
export class Trainings implements vscode.Disposable {
  private readonly byUri = new Map<string, Training>();
  private readonly added = new vscode.EventEmitter<Training>();
  private readonly changed = new vscode.EventEmitter<Training>();
  private readonly activated = new vscode.EventEmitter<Training | null>();
  private current: Training | null = null;
  private readonly forgotten = new vscode.EventEmitter<Training>();
  private readonly moved = new vscode.EventEmitter<Training>();
  /** Fires when a config's file has been renamed; the data may be in another folder. */
  readonly onDidMove = this.moved.event;
  readonly onDidAdd = this.added.event;
  readonly onDidForget = this.forgotten.event;
  /** Fires when anything that a view shows of a training has changed. */
  readonly onDidChange = this.changed.event;
  readonly onDidChangeActive = this.activated.event;

  constructor(private readonly host: TrainingHost) {}

  get all(): Training[] {
    return [...this.byUri.values()];
  }

  get(uri: vscode.Uri | string): Training | undefined {
    return this.byUri.get(uri.toString());
  }

  /** Returns the training of a config. If there is none, creates it and restores the state of an earlier session. */
  async of(uri: vscode.Uri): Promise<Training> {
    const training = this.get(uri) ?? this.add(uri);
    await training.restored;
    return training;
  }

  /** The training of the config that was active last. */
  get active(): Training | null {
    return this.current;
  }

  set active(training: Training | null) {
    if (training === this.current) return;
    this.current = training;
    this.activated.fire(training);
  }

  /** Sets whether a config is open. A training that is neither open nor running is removed. */
  setOpen(training: Training, isOpen: boolean): void {
    training.setOpen(isOpen);
    this.forgetIdle(training);
  }

  /** Follows a config, or all those in a folder, to a new name. What is kept of others than those here follows, too. */
  async rename(from: vscode.Uri, to: vscode.Uri): Promise<void> {
    for (const training of this.all) {
      const uri = renamed(vscode.Uri.parse(training.store.uri), from, to);
      if (uri) this.move(training, uri);
    }
    for (const uri of await configsAt(to)) {
      const former = renamed(uri, to, from);
      if (former && !this.get(uri)?.store.run?.hasTrained) await this.moveSaved(former, uri);
    }
  }

  /** Where both have a run, that of the file that is still there is kept. */
  private move(training: Training, to: vscode.Uri): void {
    const other = this.get(to);
    if (other === training) return;
    const loser = other?.store.run?.hasTrained && !training.store.run?.hasTrained ? training : other;
    this.byUri.delete(training.store.uri);
    if (loser !== training) {
      this.byUri.set(to.toString(), training);
      training.rename(to.toString(), directoryOf(to));
      this.moved.fire(training);
      if (this.current === other) this.active = training;
    }
    if (loser) this.discard(loser);
  }

  private async moveSaved(from: vscode.Uri, to: vscode.Uri): Promise<void> {
    const hasMoved = await this.host.storage.move(from.toString(), to.toString());
    if (hasMoved) await this.get(to)?.restoreAgain();
  }

  private discard(training: Training): void {
    this.forgotten.fire(training);
    if (this.current === training) this.active = null;
    training.discard().catch((error: unknown) => this.host.report(error));
  }

  /** Changes the pace of all configs' runs. */
  changePace(pace: Pace): void {
    for (const training of this.all) training.changePace(pace);
    this.host.pace.change(pace).catch((error: unknown) => this.host.report(error));
  }

  async suspend(): Promise<void> {
    await Promise.all(this.all.map((training) => training.suspend()));
  }

  dispose(): void {
    this.added.dispose();
    this.forgotten.dispose();
    this.moved.dispose();
    this.changed.dispose();
    this.activated.dispose();
  }

  private add(uri: vscode.Uri): Training {
    const training = new Training(uri.toString(), plainName(baseName(uri)), directoryOf(uri), this.host);
    this.byUri.set(uri.toString(), training);
    const changed = (): void => this.changed.fire(training);
    training.store.events.on('change', changed).on('renewed', changed);
    training.events.on('settled', () => this.forgetIdle(training));
    this.added.fire(training);
    return training;
  }

  private forgetIdle(training: Training): void {
    // Another training may have replaced this one.
    if (!training.isIdle || this.get(training.store.uri) !== training) return;
    this.byUri.delete(training.store.uri);
    this.forgotten.fire(training);
    if (this.current === training) this.active = null;
  }
}

/** Returns the folder that data files are relative to: the config's, or the workspace's if the config is not on disk. */
function directoryOf(uri: vscode.Uri): string {
  if (uri.scheme === 'file') return path.dirname(uri.fsPath);
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? process.cwd();
}

/** Returns the name that a file has after it, or a folder that it is in, was renamed; null where it was not. */
function renamed(uri: vscode.Uri, from: vscode.Uri, to: vscode.Uri): vscode.Uri | null {
  if (uri.toString() === from.toString()) return to;
  const folder = from.path.endsWith('/') ? from.path : `${from.path}/`;
  if (uri.scheme !== from.scheme || uri.authority !== from.authority || !uri.path.startsWith(folder))
    return null;
  return vscode.Uri.joinPath(to, uri.path.slice(folder.length));
}

/** The config at a place, or all those in the folder there. */
async function configsAt(uri: vscode.Uri): Promise<vscode.Uri[]> {
  if (uri.path.endsWith('.backprop.json')) return [uri];
  return vscode.workspace.findFiles(new vscode.RelativePattern(uri, '**/*.backprop.json'), null);
}
