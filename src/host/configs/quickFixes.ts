import * as vscode from 'vscode';
import type { Problem } from '../../config/problem.js';
import type { ConfigFile, ConfigFiles } from './configFiles.js';
import { rangeOf, type Diagnostics } from './diagnostics.js';
import { editingAction } from './editingAction.js';

/** Provides the fix and the changes of a problem as quick fixes, also for problems that the JSON service reports. */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };

  constructor(
    private readonly files: ConfigFiles,
    private readonly diagnostics: Diagnostics,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    selection: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const file = this.files.get(document.uri);
    if (file?.version !== document.version) return [];
    const chosen = this.diagnostics
      .problemsOf(file)
      .filter((problem) => rangeOf(document, problem).intersection(selection));
    const actions = await Promise.all(chosen.map((problem) => actionsOf(problem, file, context)));
    return distinct(actions.flat());
  }
}

async function actionsOf(
  problem: Problem,
  file: ConfigFile,
  context: vscode.CodeActionContext,
): Promise<vscode.CodeAction[]> {
  const { fix } = problem;
  const actions = fix ? [editingAction(file, fix.title, [fix])] : [];
  for (const action of actions) action.isPreferred = true;
  actions.push(...(await changing(problem, file)));
  const range = rangeOf(file.document, problem);
  const diagnostics = context.diagnostics.filter((diagnostic) => diagnostic.range.intersection(range));
  for (const action of actions) action.diagnostics = diagnostics;
  return actions;
}

/** Returns an action for each change that can be made. */
async function changing({ changes = [] }: Problem, file: ConfigFile): Promise<vscode.CodeAction[]> {
  if (changes.length === 0) return [];
  const { changeEdits } = await import('../../config/edits/changeEdits.js');
  const text = file.document.getText();
  const actions = changes.map(async ({ title, change }) => {
    const result = await changeEdits(text, file.parsed, change);
    return 'edits' in result && result.edits.length > 0 ? [editingAction(file, title, result.edits)] : [];
  });
  return (await Promise.all(actions)).flat();
}

/** Returns the actions without those whose title occurred before, as several columns may offer the same change. */
function distinct(actions: readonly vscode.CodeAction[]): vscode.CodeAction[] {
  const titles = new Set(actions.map(({ title }) => title));
  return [...titles].flatMap((title) => actions.find((action) => action.title === title) ?? []);
}
