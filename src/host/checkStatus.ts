import * as vscode from 'vscode';
import { runningWords } from './checkWords.js';
import { toCommand } from './statusBar.js';
import type { Training } from './training.js';

/** Right of the training's two items, which begin at 60. */
const priority = 59.8;

/** A check's progress, with a way to end it. */
export class CheckStatus implements vscode.Disposable {
  private readonly progress = itemOf('checkProgress', priority);
  private readonly cancel = itemOf('cancelCheck', priority - 0.1);

  constructor() {
    this.progress.name = vscode.l10n.t('Gradient check progress');
    this.cancel.name = vscode.l10n.t('Cancel the gradient check');
    this.cancel.text = '$(debug-stop)';
  }

  /** `checking`: one whose check is running; null where there is none. */
  update(checking: Training | null): void {
    const running = checking?.check.view.running;
    if (!checking || !running) {
      this.progress.hide();
      this.cancel.hide();
      return;
    }
    const { name } = checking.store.facts;
    this.progress.text = `$(loading~spin) ${runningWords(running)}`;
    this.progress.tooltip = vscode.l10n.t('{0}: click to open its panel.', name);
    this.progress.command = toCommand('backprop.openPanel', vscode.l10n.t('Open panel'), checking);
    this.cancel.tooltip = vscode.l10n.t('Cancel the gradient check of {0}', name);
    this.cancel.command = toCommand('backprop.cancelCheck', vscode.l10n.t('Cancel'), checking);
    this.progress.show();
    this.cancel.show();
  }

  dispose(): void {
    this.progress.dispose();
    this.cancel.dispose();
  }
}

function itemOf(id: string, at: number): vscode.StatusBarItem {
  return vscode.window.createStatusBarItem(`backprop.${id}`, vscode.StatusBarAlignment.Left, at);
}
