import * as vscode from 'vscode';
import { runningWords } from './checkWords.js';
import { toCommand } from '../editor/statusBar.js';
import { StatusItem } from '../editor/statusItem.js';
import type { Training } from '../runs/training.js';

/** The priority that places the item to the right of the training's two items, whose priorities start at 60. */
const priority = 59.8;

/** The status bar item that shows a check's progress and cancels it. */
export class CheckStatus implements vscode.Disposable {
  private readonly progress = new StatusItem(
    'checkProgress',
    vscode.l10n.t('Gradient check progress'),
    priority,
  );
  private readonly cancel = new StatusItem(
    'cancelCheck',
    vscode.l10n.t('Cancel the gradient check'),
    priority - 0.1,
  );

  /** @param checking a training whose check is running; null if there is none */
  update(checking: Training | null): void {
    const running = checking?.check.view.running;
    if (!checking || !running) {
      this.progress.hide();
      this.cancel.hide();
      return;
    }
    const { name } = checking.store.facts;
    this.progress.show({
      icon: 'loading~spin',
      text: runningWords(running),
      tooltip: vscode.l10n.t('{0}: click to open its panel.', name),
      command: toCommand('backprop.openPanel', vscode.l10n.t('Open panel'), checking),
    });
    this.cancel.show({
      icon: 'debug-stop',
      tooltip: vscode.l10n.t('Cancel the gradient check of {0}', name),
      command: toCommand('backprop.cancelCheck', vscode.l10n.t('Cancel'), checking),
    });
  }

  dispose(): void {
    this.progress.dispose();
    this.cancel.dispose();
  }
}
