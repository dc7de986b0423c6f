import * as vscode from 'vscode';
import type { ConfigChange } from '../../config/edits/configChange.js';
import type { Training } from '../runs/training.js';
import { applyEdits } from './applyEdits.js';
import type { ConfigFile, ConfigFiles } from './configFiles.js';

export const liveEditingSetting = 'backprop.liveEditing';

/** Makes the changes that the panel requests: each is one edit of the text, after which the run starts again. */
export class ConfigEditor {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly files: ConfigFiles,
    /** Shows a text that has been parsed. */
    private readonly show: (file: ConfigFile) => Promise<void>,
  ) {}

  /** Makes a change after those requested before. Returns the reason where it is refused, else null. */
  edit(training: Training, change: ConfigChange): Promise<string | null> {
    const made = this.last.then(() => this.make(training, change));
    this.last = made.catch(() => undefined); // the caller reports the error
    return made;
  }

  private async make(training: Training, change: ConfigChange): Promise<string | null> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(training.store.uri));
    const { changeEdits } = await import('../../config/edits/changeEdits.js');
    const { parsed } = await this.files.read(document);
    const result = await changeEdits(document.getText(), parsed, change);
    if ('reason' in result) return result.reason;
    if (result.edits.length > 0 && !(await applyEdits(document, result.edits)))
      return vscode.l10n.t('The editor did not accept the change. Try again.');
    await this.show(await this.files.read(document));
    dropOverride(training, change);
    const isLive = vscode.workspace.getConfiguration().get<boolean>(liveEditingSetting, true);
    if (isLive) training.restart();
    return null;
  }
}

/** A setting that is changed in the file is no longer overridden for the next run. */
function dropOverride(training: Training, change: ConfigChange): void {
  const { settings } = training.store;
  if (settings && 'value' in change && change.type in settings)
    training.changeSettings({ ...settings, [change.type]: change.value });
}
