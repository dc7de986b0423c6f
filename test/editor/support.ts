/** Helpers that wait for the editor, which updates most of its state asynchronously. */
import * as vscode from 'vscode';

/** Polls until the result is neither undefined nor false. Mocha's timeout ends it; `what` describes the condition. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | false | Thenable<T | undefined | false>,
  seconds = 60,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`Not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Returns the extension under test. */
export function ourExtension(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('backprop-lab.backprop-lab');
  if (!extension) throw new Error('The extension is not installed.');
  return extension;
}

/** Returns the URI of a file in the open folder. */
export function inFolder(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('No folder is open.');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Writes a file into the open folder and shows it. */
export async function openText(name: string, text: string): Promise<vscode.TextEditor> {
  await vscode.workspace.fs.writeFile(inFolder(name), new TextEncoder().encode(text));
  return vscode.window.showTextDocument(inFolder(name));
}

/** Returns the quick fixes that the editor offers in a range. */
export function fixesAt(editor: vscode.TextEditor, range: vscode.Range): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    editor.document.uri,
    range,
  );
}

/**
 * Returns a quick fix once the editor offers it. The editor does not wait for a provider that answers late, so a single
 * request may come back without the fix.
 */
export function fixWhen(
  editor: vscode.TextEditor,
  range: vscode.Range,
  fits: (title: string) => boolean,
): Promise<vscode.CodeAction> {
  return eventually('the quick fix', async () =>
    (await fixesAt(editor, range)).find(({ title }) => fits(title)),
  );
}
