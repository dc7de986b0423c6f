/**
 * Messages, lists and questions of the editor. This is the only file that calls the editor's own functions for them:
 * a notification renders `[text](command:…)` as a link and a list renders `$(name)` as an icon, and names and
 * problems come from files.
 */
import * as vscode from 'vscode';
import { plainText } from '../../config/plainText.js';

/** @returns the action that was chosen */
export function showInformation(message: string, ...actions: string[]): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(plainText(message), ...actions);
}

/** @returns the action that was chosen */
export function showWarning(message: string, ...actions: string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(plainText(message), ...actions);
}

/** @returns the action that was chosen */
export function showError(message: string, ...actions: string[]): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(plainText(message), ...actions);
}

/** Returns the message of an error or of any other thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Returns the item of the list that was chosen. */
export async function chooseOf<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: vscode.QuickPickOptions,
): Promise<T | undefined> {
  const shown = items.map(plainItem);
  const chosen = await vscode.window.showQuickPick(shown, plainItem(options));
  return chosen && items[shown.indexOf(chosen)];
}

/** Returns the text that was typed. */
export function askFor(options: vscode.InputBoxOptions): Thenable<string | undefined> {
  return vscode.window.showInputBox(plainItem(options));
}

/** Runs work while a notification shows its progress and offers to cancel it. */
export function withProgress<T>(
  title: string,
  run: (report: vscode.Progress<{ increment: number }>, canceled: AbortSignal) => Promise<T>,
): Thenable<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: plainText(title),
    cancellable: true,
  };
  return vscode.window.withProgress(options, (report, token) => {
    const canceled = new AbortController();
    token.onCancellationRequested(() => canceled.abort());
    return run(report, canceled.signal);
  });
}

/** Registers `backprop.NAME`. An error is shown by this file, since the editor would render links in its message. */
export function registerCommand(name: string, run: (...args: unknown[]) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(`backprop.${name}`, async (...args: unknown[]) => {
    try {
      return await run(...args);
    } catch (error) {
      void showError(messageOf(error));
    }
  });
}

const shownTexts = ['label', 'description', 'detail', 'title', 'placeHolder', 'prompt'] as const;

function plainItem<T extends object>(item: T): T {
  const texts = shownTexts.flatMap((key) => {
    const text: unknown = key in item ? item[key as keyof T] : undefined;
    return typeof text === 'string' ? [[key, plainText(text)] as const] : [];
  });
  return { ...item, ...Object.fromEntries(texts) };
}
