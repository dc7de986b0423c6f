import * as vscode from 'vscode';
import { StatusItem } from './statusItem.js';
import type { Training } from './training.js';
import { progressOf, stateIcons, stateWord } from './wording.js';

/** The editor's own count of problems has 50: nothing is to come between the two items. */
const leftOfProblems = 60;

/** How the active config's run is getting on, with a way to stop it; runs of other configs are counted. */
export class StatusBar implements vscode.Disposable {
  private readonly progress = new StatusItem('progress', vscode.l10n.t('Training progress'), leftOfProblems);
  private readonly cancel = new StatusItem('cancel', vscode.l10n.t('Stop training'), leftOfProblems - 0.1);

  /** `shown`: the run to tell of; null where there is none. */
  update(shown: Training | null, runningElsewhere: number): void {
    const run = shown?.store.run;
    if (!shown || !run) {
      this.progress.hide();
      this.cancel.hide();
      return;
    }
    const { name } = shown.store.facts;
    const { state, error } = run.status;
    const word = stateWord(state);
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
