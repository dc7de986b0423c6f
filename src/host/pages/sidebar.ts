import type * as vscode from 'vscode';
import { pageFolder, pageHtml } from './page.js';
import type { Training } from '../runs/training.js';
import { ViewLink, type ViewLinkHost } from './viewLink.js';

export const sidebarId = 'backprop.training';

/** The training view in the sidebar, which shows the config that was active last. */
export class Sidebar implements vscode.WebviewViewProvider {
  private link: ViewLink | null = null;
  private training: Training | null = null;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly host: ViewLinkHost,
  ) {}

  resolveWebviewView(view: vscode.WebviewView): void {
    view.webview.options = { enableScripts: true, localResourceRoots: [pageFolder(this.extension)] };
    const link = new ViewLink(view, this.host);
    this.link = link;
    link.show(this.training);
    view.onDidChangeVisibility(() => {
      if (view.visible) link.becameVisible();
    });
    view.onDidDispose(() => {
      link.dispose();
      if (this.link === link) this.link = null;
    });
    view.webview.html = pageHtml(view.webview, this.extension, 'sidebar');
  }

  show(training: Training | null): void {
    this.training = training;
    this.link?.show(training);
  }
}
