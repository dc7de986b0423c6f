import * as vscode from 'vscode';
import { StatusItem } from './statusItem.js';
import type { Training } from '../runs/training.js';
import { progressOf, stateIcons, stateWord } from './wording.js';

/** The priority that places the items left of the editor's count of problems, whose priority is 50. */
const leftOfProblems = 60;

/** Shows the progress of the active config's run with a command to stop it, and the number of runs of other configs. */
export class StatusBar implements vscode.Disposable {
  private readonly progress = new StatusItem('progress', vscode.l10n.t('Training progress'), leftOfProblems);
  private readonly cancel = new StatusItem('cancel', vscode.l10n.t('Stop training'), leftOfProblems - 0.1);

  /** @param shown the training to show; null if there is none */
  update(shown: Training | null, runningElsewhere: number): void {
    const run = shown?.store.run;
    if (!shown || !run) {
      this.progress.hide();
      this.cancel.hide();
      return;
    }
    const { name } = shown.store.facts;
    const { state, error } = run.status;
    const word = stateWord(state, shown.store.problems.blocking !== null);
    const parts = [name, progressOf(run), runningElsewhere ? `+${runningElsewhere}` : ''];
    this.progress.show({
      icon: stateIcons[state],
      text: parts.filter(Boolean).join('  '),
      tooltip: error ?? vscode.l10n.t('{0}: {1}. Click to open its panel.', name, word),
      spoken: `${name}, ${word}, ${progressOf(run)}`,
      command: toCommand('backprop.openPanel', vscode.l10n.t('Open panel'), shown),
    });
    if (run.isRunning) {
      this.cancel.show({
        icon: 'debug-stop',
        tooltip: vscode.l10n.t('Stop training {0}', name),
        command: toCommand('backprop.stop', vscode.l10n.t('Stop'), shown),
      });
    } else this.cancel.hide();
  }

  dispose(): void {
    this.progress.dispose();
    this.cancel.dispose();
  }
}

export function toCommand(command: string, title: string, training: Training): vscode.Command {
  return { command, title, arguments: [vscode.Uri.parse(training.store.uri)] };
}
