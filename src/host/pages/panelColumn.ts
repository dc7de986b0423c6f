import * as vscode from 'vscode';

/** Returns whether a tab shows a panel of this type, including one that the editor has not restored yet after a reload. */
export function isPanelTab({ input }: vscode.Tab, viewType: string): boolean {
  // The editor adds a prefix to the type.
  return input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType);
}

/**
 * Returns the column for a new panel: that of other panels, else a column beside the config's text. A column is added
 * only if the text has the only one.
 * @param config the config's URI
 */
export function columnForPanel(viewType: string, config: string): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const ofPanels = all.find(({ tabs }) => tabs.some((tab) => isPanelTab(tab, viewType)));
  if (ofPanels) return ofPanels.viewColumn;
  const ofText = all.find(({ tabs }) => tabs.some(({ input }) => isTextOf(input, config))) ?? activeTabGroup;
  const others = all.filter((group) => group !== ofText);
  const next = others.find(({ viewColumn }) => viewColumn > ofText.viewColumn) ?? others.at(0);
  if (next) return next.viewColumn;
  return ofText.tabs.length === 0 ? ofText.viewColumn : vscode.ViewColumn.Beside;
}

/** Returns the column for a config's text: the one that shows it, else one without a panel. */
export function columnForText(viewType: string, config: string): vscode.ViewColumn {
  const { all } = vscode.window.tabGroups;
  const present = all.find(({ tabs }) => tabs.some(({ input }) => isTextOf(input, config)));
  if (present) return present.viewColumn;
  const free = all.find(({ tabs }) => !tabs.some((tab) => isPanelTab(tab, viewType)));
  return free?.viewColumn ?? vscode.ViewColumn.Beside;
}

function isTextOf(input: unknown, config: string): boolean {
  return input instanceof vscode.TabInputText && input.uri.toString() === config;
}
