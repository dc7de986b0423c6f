import * as vscode from 'vscode';
import type { Training } from './training.js';
import { progressOf, stateIcons, stateWord } from './wording.js';

/** The editor's own count of problems has 50: nothing is to come between the two items. */
const leftOfProblems = 60;

/** How the active config's run is getting on, with a way to stop it; runs of other configs are counted. */
export class StatusBar implements vscode.Disposable {
  private readonly progress = vscode.window.createStatusBarItem(
    'backprop.progress',
    vscode.StatusBarAlignment.Left,
    leftOfProblems,
  );
  private readonly cancel = vscode.window.createStatusBarItem(
    'backprop.cancel',
    vscode.StatusBarAlignment.Left,
    leftOfProblems - 0.1,
  );

  constructor() {
    this.progress.name = vscode.l10n.t('Training progress');
    this.cancel.name = vscode.l10n.t('Stop training');
    this.cancel.text = '$(debug-stop)';
  }

  /** `shown`: the run to tell of; null where there is none. */
  update(shown: Training | null, runningElsewhere: number): void {
    const run = shown?.store.run;
    if (!shown || !run) {
      this.progress.hide();
      this.cancel.hide();
      return;
    }
    const { name } = shown.store.facts;
    const word = stateWord(run.status.state);
    const parts = [`$(${stateIcons[run.status.state]}) ${name}`, progressOf(run)];
    if (runningElsewhere) parts.push(`+${runningElsewhere}`);
    this.progress.text = parts.filter(Boolean).join('  ');
    this.progress.tooltip =
      run.status.error ?? vscode.l10n.t('{0}: {1}. Click to open its panel.', name, word);
    this.progress.accessibilityInformation = { label: `${name}, ${word}, ${progressOf(run)}` };
    this.progress.command = toCommand('backprop.openPanel', vscode.l10n.t('Open panel'), shown);
    this.progress.show();
    this.cancel.tooltip = vscode.l10n.t('Stop training {0}', name);
    this.cancel.command = toCommand('backprop.stop', vscode.l10n.t('Stop'), shown);
    if (run.isRunning) this.cancel.show();
    else this.cancel.hide();
  }

  dispose(): void {
    this.progress.dispose();
    this.cancel.dispose();
  }
}

export function toCommand(command: string, title: string, training: Training): vscode.Command {
  return { command, title, arguments: [vscode.Uri.parse(training.store.uri)] };
}
