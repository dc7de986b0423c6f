import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { ConfigChange } from '../../config/edits/configChange.js';
import type { Training } from '../runs/training.js';
import { applyEdits } from './applyEdits.js';
import type { ConfigFile, ConfigFiles } from './configFiles.js';

export const liveEditingSetting = 'backprop.liveEditing';

export interface ConfigEditorHost {
  readonly files: ConfigFiles;
  trainingOf(uri: vscode.Uri): Training | undefined;
  /** Shows a text that has been parsed. */
  show(file: ConfigFile): Promise<void>;
  report(error: unknown): void;
}

/**
 * Makes the changes that the panel requests: each is one edit of the text, after which the run starts again. It also
 * does where the change is undone or redone in the editor.
 */
export class ConfigEditor implements vscode.Disposable {
  private last: Promise<unknown> = Promise.resolve();
  /** The digests of the texts before and after each change of a document. */
  private readonly texts = new WeakMap<vscode.TextDocument, Set<string>>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly host: ConfigEditorHost) {
    this.subscription = vscode.workspace.onDidChangeTextDocument(({ document, reason }) => {
      const isOurs = reason !== undefined && this.texts.get(document)?.has(digestOf(document));
      const training = isOurs && host.trainingOf(document.uri);
      if (training)
        this.inTurn(() => this.follow(training, document)).catch((error: unknown) => host.report(error));
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** Makes a change after those requested before. Returns the reason where it is refused, else null. */
  edit(training: Training, change: ConfigChange): Promise<string | null> {
    return this.inTurn(() => this.make(training, change));
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined); // the caller reports the error
    return done;
  }

  private async make(training: Training, change: ConfigChange): Promise<string | null> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(training.store.uri));
    const { changeEdits } = await import('../../config/edits/changeEdits.js');
    const { parsed } = await this.host.files.read(document);
    const before = digestOf(document);
    const result = await changeEdits(document.getText(), parsed, change);
    if ('reason' in result) return result.reason;
    if (result.edits.length > 0 && !(await applyEdits(document, result.edits)))
      return vscode.l10n.t('The editor did not accept the change. Try again.');
    const known = this.texts.get(document) ?? new Set();
    this.texts.set(document, known.add(before).add(digestOf(document)));
    await this.follow(training, document, change);
    return null;
  }

  private async follow(
    training: Training,
    document: vscode.TextDocument,
    change?: ConfigChange,
  ): Promise<void> {
    await this.host.show(await this.host.files.read(document));
    if (change) dropOverride(training, change);
    // A name changes no number of a run.
    if (change?.type === 'unitName') return;
    const isLive = vscode.workspace.getConfiguration().get<boolean>(liveEditingSetting, true);
    if (isLive) training.restart();
  }
}

const digestOf = (document: vscode.TextDocument): string =>
  createHash('sha1').update(document.getText()).digest('base64');

/** A setting that is changed in the file is no longer overridden for the next run. */
function dropOverride(training: Training, change: ConfigChange): void {
  const { settings } = training.store;
  if (settings && 'value' in change && change.type in settings)
    training.changeSettings({ ...settings, [change.type]: change.value });
}
