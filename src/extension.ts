import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { GradesPanels } from './host/grading/gradesPanels.js';
import { Debugger } from './host/steps/debugger.js';
import { Derivations } from './host/steps/derivations.js';
import { KeepWarning } from './host/runs/keepWarning.js';
import { Lab } from './host/lab.js';
import { showWarning } from './host/editor/prompts.js';
import { PaceMemory } from './host/runs/paceMemory.js';
import { Sheets } from './host/sheets/sheets.js';
import { Storage } from './host/runs/storage.js';
import { WorkerPool } from './host/runs/workerPool.js';
import type { ConfigChange, ConfigView, GradesView, Translations } from './protocol.js';

/** The API for other extensions and for tests: it returns what a config's views show. */
export interface Api {
  /** Returns a copy of the view; undefined for a config that is neither open nor running. */
  view(uri: vscode.Uri): ConfigView | undefined;
  /** Returns the grades of the answers in a folder; undefined where no page shows them. */
  grades(folder: vscode.Uri): GradesView | undefined;
  /** Changes a config as its panel does. Returns the reason where the change is refused, else null. */
  edit(uri: vscode.Uri, change: ConfigChange): Promise<string | null>;
}

let lab: Lab | undefined;

export function activate(context: vscode.ExtensionContext): Api {
  const log = vscode.window.createOutputChannel('Backprop Lab', { log: true });
  const translations = vscode.l10n.bundle;
  if (translations) l10n.config({ contents: translations });
  const report = (error: unknown): void => log.error(error instanceof Error ? error : String(error));
  const keepWarning = new KeepWarning(report, (message) => void showWarning(message));
  const workers = workerPool(context, translations);
  const started = new Lab({
    extension: context.extensionUri,
    extensionId: context.extension.id,
    log,
    translations,
    workers,
    storage: new Storage((context.storageUri ?? context.globalStorageUri).fsPath, report),
    pace: new PaceMemory(context.globalState),
    saved: (error) => keepWarning.saved(error),
    report,
  });
  lab = started;
  const { walks, trainings } = started;
  const grades = new GradesPanels({ extension: context.extensionUri, workers, translations, report });
  const parts = [new Debugger(walks), new Derivations(walks, trainings), grades, new Sheets(report)];
  context.subscriptions.push(log, started, ...parts);
  void activateJson(log);
  started.start();
  // Set by scripts/start.mjs, so that the first thing seen is a network that can be trained.
  if (process.env.BACKPROP_OPEN_SPIRAL === '1')
    vscode.commands.executeCommand('backprop.openSpiral').then(undefined, report);
  return {
    grades: (folder) => grades.view(folder),
    view: (uri) => trainings.get(uri)?.store.view(),
    edit: async (uri, change) => started.editor.edit(await trainings.of(uri), change),
  };
}

function workerPool(context: vscode.ExtensionContext, translations: Translations): WorkerPool {
  return new WorkerPool({
    workerScript: context.asAbsolutePath('dist/worker.js'),
    translations,
    kernels: () => {
      const settings = vscode.workspace.getConfiguration('backprop');
      return {
        folder: context.asAbsolutePath('dist'),
        threads: settings.get<number>('threads', 0) || null,
        cache: context.globalStorageUri.fsPath,
        revectorize: settings.get<boolean>('revectorize', true),
      };
    },
  });
}

export async function deactivate(): Promise<void> {
  await lab?.suspend();
}

/**
 * Activates the editor's own JSON extension, which provides completion, hover and schema validation. By itself it is
 * activated only for JSON files.
 */
async function activateJson(log: vscode.LogOutputChannel): Promise<void> {
  try {
    await vscode.extensions.getExtension('vscode.json-language-features')?.activate();
  } catch (error) {
    log.warn('The JSON language features could not be started.', error);
  }
}
