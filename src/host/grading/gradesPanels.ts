import path from 'node:path';
import * as vscode from 'vscode';
import type { FromGrades, FromView, GradesAction, GradesView, ToGrades } from '../../protocol.js';
import { registerCommand } from '../editor/prompts.js';
import { pageFolder, pageHtml } from '../pages/page.js';
import type { WorkerPool } from '../runs/workerPool.js';
import { chooseGradedConfig } from './chooseGradedConfig.js';
import { Grading } from './grading.js';
import { openAnswer } from './openAnswer.js';

export const gradesType = 'backprop.grades';

export interface GradesHost {
  readonly extension: vscode.Uri;
  readonly workers: WorkerPool;
  /** The page's texts in the user's language; undefined for English. */
  readonly translations: Readonly<Record<string, string>> | undefined;
  report(error: unknown): void;
}

interface Opened {
  readonly panel: vscode.WebviewPanel;
  readonly grading: Grading;
}

/** The pages with the grades of folders of answers, one for each folder and config. */
export class GradesPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly opened = new Map<string, Opened>();
  private readonly registration: vscode.Disposable;

  constructor(private readonly host: GradesHost) {
    this.registration = vscode.Disposable.from(
      registerCommand('gradeAnswers', (folder) => this.grade(folder)),
      vscode.window.registerWebviewPanelSerializer(gradesType, this),
    );
  }

  /** Grades again when the window has been reloaded: the answers may have changed since. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const known = state as { readonly grades?: { readonly config: string; readonly folder: string } } | null;
    if (known?.grades) {
      panel.webview.options = this.options();
      this.adopt(panel, vscode.Uri.parse(known.grades.config), vscode.Uri.parse(known.grades.folder));
    } else panel.dispose();
    return Promise.resolve();
  }

  /** Returns what the page of a folder shows; undefined where there is none. */
  view(folder: vscode.Uri): GradesView | undefined {
    const shown = [...this.opened.values()].map(({ grading }) => grading.current);
    return shown.find((view) => view.folder === folder.toString());
  }

  dispose(): void {
    this.registration.dispose();
    for (const { grading } of this.opened.values()) grading.dispose();
  }

  /** Asks for what is not given and grades. */
  private async grade(given: unknown): Promise<void> {
    const folder = given instanceof vscode.Uri ? given : await chooseFolder();
    const config = folder && (await chooseGradedConfig(folder));
    if (!folder || !config) return;
    const present = this.opened.get(keyOf(config, folder));
    if (present) {
      present.panel.reveal();
      this.run(present);
      return;
    }
    const place = vscode.ViewColumn.Active;
    this.adopt(vscode.window.createWebviewPanel(gradesType, '', place, this.options()), config, folder);
  }

  private options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [pageFolder(this.host.extension)] };
  }

  private adopt(panel: vscode.WebviewPanel, config: vscode.Uri, folder: vscode.Uri): void {
    const post = (message: ToGrades): void => {
      // A hidden page is hydrated when it is shown again.
      if (panel.visible)
        Promise.resolve(panel.webview.postMessage(message)).catch((error: unknown) =>
          this.host.report(error),
        );
    };
    const grading = new Grading(this.host.workers, config, folder, post);
    const opened = { panel, grading };
    this.opened.set(keyOf(config, folder), opened);
    panel.title = vscode.l10n.t('Grades of {0}', path.basename(folder.fsPath));
    panel.webview.onDidReceiveMessage((message: FromGrades | Extract<FromView, { type: 'loaded' }>) => {
      if (message.type === 'loaded') this.hydrate(opened);
      else this.settle(this.receive(opened, message));
    });
    panel.onDidDispose(() => {
      grading.dispose();
      this.opened.delete(keyOf(config, folder));
    });
    panel.webview.html = pageHtml(panel.webview, this.host.extension, 'grades');
    this.run(opened);
  }

  private run(opened: Opened): void {
    this.settle(opened.grading.run(() => this.hydrate(opened)));
  }

  private hydrate({ panel, grading }: Opened): void {
    const message: ToGrades = {
      type: 'hydrateGrades',
      view: grading.current,
      strings: this.host.translations ?? {},
    };
    this.settle(panel.webview.postMessage(message));
  }

  private async receive(opened: Opened, message: FromGrades): Promise<void> {
    if (message.type === 'gradesAction') return this.act(opened, message.action);
    const { panel, grading } = opened;
    const answer = grading.current.answers.find(({ file }) => file === message.file);
    const { One, Beside } = vscode.ViewColumn;
    if (answer) await openAnswer(grading.folder, answer, panel.viewColumn === One ? Beside : One);
  }

  private async act(opened: Opened, action: GradesAction): Promise<void> {
    const { grading } = opened;
    switch (action) {
      case 'cancel':
        grading.cancel();
        return;
      case 'again':
        this.run(opened);
        return;
      case 'openConfig':
        await vscode.window.showTextDocument(grading.config, { viewColumn: vscode.ViewColumn.Beside });
        return;
      case 'export':
        await exportGrades(grading);
    }
  }

  private settle(work: PromiseLike<unknown>): void {
    work.then(undefined, (error: unknown) => this.host.report(error));
  }
}

const keyOf = (config: vscode.Uri, folder: vscode.Uri): string => `${config.toString()} ${folder.toString()}`;

async function chooseFolder(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: vscode.workspace.workspaceFolders?.at(0)?.uri,
    title: vscode.l10n.t('Folder with the answers'),
    openLabel: vscode.l10n.t('Grade Answers'),
  });
  return chosen?.at(0);
}

async function exportGrades({ current, folder }: Grading): Promise<void> {
  const name = `${path.basename(folder.fsPath)}-grades.csv`;
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, '..', name),
    filters: { CSV: ['csv'] },
    title: vscode.l10n.t('Export the grades'),
  });
  if (!uri) return;
  const { gradesCsv } = await import('../../jobs/grading/gradesCsv.js');
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(gradesCsv(current.answers)));
}
