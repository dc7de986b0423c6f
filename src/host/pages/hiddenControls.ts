import * as vscode from 'vscode';

export const hiddenControlsSetting = 'backprop.hiddenControls';

/** Returns the names of the controls that the panel does not show. A settings file may contain anything. */
export function hiddenControls(): readonly string[] {
  const names = vscode.workspace.getConfiguration().get<unknown>(hiddenControlsSetting);
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}
