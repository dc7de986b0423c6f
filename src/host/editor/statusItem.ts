import * as vscode from 'vscode';
import { plainText } from '../../config/plainText.js';

export interface StatusLook {
  /** The name of a codicon. */
  readonly icon: string;
  readonly text?: string;
  readonly tooltip: string;
  /** The text for screen readers, if it differs. */
  readonly spoken?: string;
  readonly command: vscode.Command;
}

/** An item of the status bar. Its texts may come from a file, so icons in them are not rendered. */
export class StatusItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;

  constructor(id: string, name: string, priority: number) {
    this.item = vscode.window.createStatusBarItem(`backprop.${id}`, vscode.StatusBarAlignment.Left, priority);
    this.item.name = name;
  }

  show({ icon, text = '', tooltip, spoken, command }: StatusLook): void {
    const { item } = this;
    item.text = [`$(${icon})`, plainText(text)].filter(Boolean).join(' ');
    item.tooltip = plainText(tooltip);
    item.accessibilityInformation = spoken === undefined ? undefined : { label: plainText(spoken) };
    item.command = command;
    item.show();
  }

  hide(): void {
    this.item.hide();
  }

  dispose(): void {
    this.item.dispose();
  }
}
