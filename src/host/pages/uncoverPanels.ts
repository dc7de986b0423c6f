import * as vscode from 'vscode';
import { isPanelTab } from './panelColumn.js';

/**
 * Keeps panels in view when the editor opens a text in front of one, as the explorer does where the panel's column is
 * the active one and is not locked. The text moves to a column of texts; where there is none, `movePanels` is called to
 * move the column's panels to another column.
 * @param movePanels receives the column of the covered panel and the column for panels
 */
export function uncoverPanels(
  viewType: string,
  movePanels: (from: vscode.ViewColumn, to: vscode.ViewColumn) => void,
): vscode.Disposable {
  const { tabGroups } = vscode.window;
  const hasPanel = ({ tabs }: vscode.TabGroup): boolean => tabs.some((tab) => isPanelTab(tab, viewType));
  /** The active tab of each group before the event, since an event describes the state after it. */
  let before = activeTabs();
  const remember = (): void => {
    before = activeTabs();
  };
  const handle = ({ opened }: vscode.TabChangeEvent): void => {
    const text = opened.find(({ input, group }) => {
      const covered = before.get(group);
      return input instanceof vscode.TabInputText && covered && isPanelTab(covered, viewType);
    });
    remember();
    if (!text || !hasPanel(text.group)) return;
    const others = tabGroups.all.filter((group) => group !== text.group);
    const ofTexts = others.find((group) => !hasPanel(group));
    if (ofTexts) moveActiveEditor(ofTexts.viewColumn);
    else movePanels(text.group.viewColumn, others.at(0)?.viewColumn ?? vscode.ViewColumn.Beside);
  };
  return vscode.Disposable.from(tabGroups.onDidChangeTabs(handle), tabGroups.onDidChangeTabGroups(remember));
}

function activeTabs(): Map<vscode.TabGroup, vscode.Tab | undefined> {
  return new Map(vscode.window.tabGroups.all.map((group) => [group, group.activeTab]));
}

/** Moves the editor that was just opened. Opening it again elsewhere would lose its selection and its preview mode. */
function moveActiveEditor(column: vscode.ViewColumn): void {
  void vscode.commands.executeCommand('moveActiveEditor', { to: 'position', by: 'group', value: column });
}
