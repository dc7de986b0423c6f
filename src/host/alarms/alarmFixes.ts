import * as vscode from 'vscode';
import type { Finding } from '../../config/problem.js';
import type { ConfigFile, ConfigFiles } from '../configs/configFiles.js';
import { rangeOf } from '../configs/diagnostics.js';
import { editingAction } from '../configs/editingAction.js';
import type { Training } from '../runs/training.js';

/** The command that turns an alarm off in the settings. */
export const muteCommand = 'muteAlarm';

/** Provides a quick fix for each remedy of an alarm, the best first, and one that turns the alarm off. */
export class AlarmFixes implements vscode.CodeActionProvider {
  static readonly kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };

  constructor(
    private readonly files: ConfigFiles,
    private readonly trainingOf: (uri: vscode.Uri) => Training | undefined,
    private readonly alarmsOf: (training: Training) => readonly Finding[],
  ) {}

  async provideCodeActions(
    { uri, version }: vscode.TextDocument,
    selection: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const file = this.files.get(uri);
    const training = this.trainingOf(uri);
    if (!training || file?.version !== version) return [];
    const alarms = this.alarmsOf(training).filter((alarm) =>
      rangeOf(file.document, file.parsed.spans.toProblem(alarm)).intersection(selection),
    );
    const actions = await Promise.all(alarms.map((alarm) => actionsOf(alarm, file, training, context)));
    return actions.flat();
  }
}

async function actionsOf(
  alarm: Finding,
  file: ConfigFile,
  training: Training,
  context: vscode.CodeActionContext,
): Promise<vscode.CodeAction[]> {
  const { alarmFixes } = await import('../../jobs/alarmFinding.js');
  const { dataFacts } = training.store;
  const names = dataFacts ?? { inputNames: [], targetNames: [], classes: null };
  const { remedies = [] } = alarm;
  const fixes = await alarmFixes({ remedies }, file.document.getText(), file.parsed, names);
  const actions = [...fixes.map(({ title, edits }) => editingAction(file, title, edits)), muting(alarm.code)];
  const diagnostics = context.diagnostics.filter(
    ({ code }) => typeof code === 'object' && code.value === alarm.code,
  );
  for (const action of actions) action.diagnostics = diagnostics;
  if (fixes.length > 0) actions[0].isPreferred = true;
  return actions;
}

function muting(code: string): vscode.CodeAction {
  const title = vscode.l10n.t('Do not report "{0}"', code);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command: `backprop.${muteCommand}`, title, arguments: [code] };
  return action;
}
