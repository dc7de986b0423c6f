import * as vscode from 'vscode';
import { legible } from '../../config/characters.js';
import type { CommandRun } from '../../protocol.js';

/** The output channel with what the users' own programs write to standard error. */
export class CommandOutput implements vscode.Disposable {
  private channel: vscode.OutputChannel | null = null;

  /** Shows a run of a program below the earlier ones. */
  append({ command, stderr }: CommandRun): void {
    this.channel ??= vscode.window.createOutputChannel(vscode.l10n.t('Backprop Commands'));
    this.channel.appendLine(`> ${command}`);
    if (stderr !== '') this.channel.appendLine(legible(stderr.trimEnd()));
  }

  dispose(): void {
    this.channel?.dispose();
  }
}
