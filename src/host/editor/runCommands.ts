import * as vscode from 'vscode';
import { plainName } from '../../config/plainText.js';
import type { RunId, RunsAction } from '../../protocol.js';
import type { ConfigFiles } from '../configs/configFiles.js';
import { restoreText } from '../configs/restoreText.js';
import { columnForText } from '../pages/panelColumn.js';
import { panelType } from '../pages/panels.js';
import type { PastRun } from '../runs/pastRun.js';
import type { Training } from '../runs/training.js';
import { exportRuns } from './exportRuns.js';
import { askFor, chooseOf, showInformation, showWarning } from './prompts.js';
import { RunDocuments } from './runDocuments.js';

/** What the panel and the palette do with the runs of a config that are kept. */
export class RunCommands implements vscode.Disposable {
  private readonly documents = new RunDocuments();
  private readonly actions: Readonly<
    Record<RunsAction, (training: Training, runs: readonly PastRun[]) => Promise<unknown>>
  > = {
    compare: (training, runs) => this.compare(training, runs),
    restore: (training, [run]) => this.restore(training, run),
    branch: (training, [run]) => training.kept.branch(run),
    rename: (training, [run]) => rename(training, run),
    delete: (training, runs) => deleteRuns(training, runs),
    export: (training, runs) => exportRuns(training, runs),
  };

  constructor(private readonly files: ConfigFiles) {}

  dispose(): void {
    this.documents.dispose();
  }

  /** Does what a page has requested. Runs that are not kept any more are left out. */
  async run(training: Training, action: RunsAction, ids: readonly RunId[]): Promise<void> {
    const runs = ids.map((id) => training.store.runs.get(id)).filter((run) => run !== undefined);
    if (runs.length > 0) await this.actions[action](training, runs);
  }

  /** Asks for a run, or two to compare, and acts on it. An export is of all runs. */
  async choose(training: Training, action: 'compare' | 'restore' | 'export'): Promise<void> {
    const { all } = training.store.runs;
    if (all.length === 0) {
      void showInformation(vscode.l10n.t('There are no runs yet. Train the network first.'));
      return;
    }
    if (action === 'export') {
      await exportRuns(training, all);
      return;
    }
    const first = await choose(all, vscode.l10n.t('Choose a run'));
    const others = all.filter((run) => run !== first);
    if (!first) return;
    if (action === 'restore' || others.length === 0) {
      await this.actions[action](training, [first]);
      return;
    }
    const second = await choose(others, vscode.l10n.t('Choose the run to compare it with'));
    if (second) await this.compare(training, [first, second]);
  }

  /** Shows the texts of two runs side by side, the older one first; that of one run beside the present file. */
  private async compare(training: Training, runs: readonly PastRun[]): Promise<void> {
    const [older, newer] = runs.slice(0, 2).sort((a, b) => a.record.number - b.record.number);
    const file = vscode.Uri.parse(training.store.uri);
    const name = file.path.split('/').at(-1) ?? '';
    const left = this.documents.of(training, older);
    const right = runs.length > 1 ? this.documents.of(training, newer) : file;
    const of = (run: PastRun | null): string => (run ? titleOf(run) : vscode.l10n.t('file'));
    const title = `${name} (${of(older)} ↔ ${of(runs.length > 1 ? newer : null)})`;
    const viewColumn = columnForText(panelType, training.store.uri);
    await vscode.commands.executeCommand('vscode.diff', left, right, title, { viewColumn });
  }

  private async restore(training: Training, { record, source }: PastRun): Promise<void> {
    const refusal = await restoreText(this.files, training, source.text, record.number);
    if (refusal === null)
      void showInformation(
        vscode.l10n.t(
          'The file has the text of run {0} again. Undo in the editor reverts it.',
          record.number,
        ),
      );
    else void showWarning(refusal);
  }
}

/** Returns a name such as "run 3" or "run 3, wide". */
function titleOf({ record: { number, name } }: PastRun): string {
  return name === null
    ? vscode.l10n.t('run {0}', number)
    : vscode.l10n.t('run {0}, {1}', number, plainName(name));
}

async function choose(runs: readonly PastRun[], placeHolder: string): Promise<PastRun | undefined> {
  const items = runs.map((run) => ({
    label: titleOf(run),
    description: new Date(run.record.started).toLocaleString(vscode.env.language),
    run,
  }));
  return (await chooseOf(items, { placeHolder }))?.run;
}

async function rename(training: Training, { record }: PastRun): Promise<void> {
  const name = await askFor({
    title: vscode.l10n.t('Name of run {0}', record.number),
    prompt: vscode.l10n.t('Runs with a name are kept longest. An empty name removes it.'),
    value: record.name ?? '',
  });
  if (name !== undefined) await training.kept.rename(record.run, name);
}

async function deleteRuns(training: Training, runs: readonly PastRun[]): Promise<void> {
  const deleted = await training.kept.delete(runs.map(({ record }) => record.run));
  if (deleted.length === 0) {
    void showWarning(vscode.l10n.t('A run that trains cannot be deleted. Stop it first.'));
    return;
  }
  const undo = vscode.l10n.t('Undo');
  const message =
    deleted.length === 1
      ? vscode.l10n.t('Run {0} was deleted.', deleted[0].record.number)
      : vscode.l10n.t('{0} runs were deleted.', deleted.length);
  if ((await showInformation(message, undo)) === undo) await training.kept.undelete(deleted);
}
