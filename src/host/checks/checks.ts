import { once } from 'node:events';
import * as vscode from 'vscode';
import type { Finding } from '../../config/problem.js';
import { Answers } from './answers.js';
import { comparedFile } from './comparedFile.js';
import { CheckDiagnostics } from './checkDiagnostics.js';
import { CheckFixes, recheckCommand } from './checkFixes.js';
import { CheckHover } from './checkHover.js';
import { CheckStatus } from './checkStatus.js';
import { CommandOutput } from './commandOutput.js';
import { allowCommentsInAnswers } from './commentsAllowed.js';
import { factsOf, languageId, type ConfigFile, type ConfigFiles } from '../configs/configFiles.js';
import { DataWatcher } from '../configs/dataWatcher.js';
import { GradientTests } from './gradientTests.js';
import { registerCommand, showWarning } from '../editor/prompts.js';
import type { Training } from '../runs/training.js';
import type { Trainings } from '../runs/trainings.js';

export const checkOnSaveSetting = 'backprop.checkOnSave';

interface CheckHost {
  readonly files: ConfigFiles;
  readonly trainings: Trainings;
  report(error: unknown): void;
}

/** The state of a config's check that the diagnostics show. */
interface Shown {
  readonly version: number;
  readonly stale: boolean;
  readonly findings: readonly Finding[];
}

/** Runs gradient checks for commands, tests and saves, and shows their results as diagnostics, tests and status. */
export class Checks implements vscode.Disposable {
  private readonly diagnostics = new CheckDiagnostics();
  private readonly answers = new Answers();
  private readonly status = new CheckStatus();
  private readonly output = new CommandOutput();
  private readonly tests: GradientTests;
  private readonly shown = new WeakMap<Training, Shown>();
  /** Whether the user was told that programs are not run in Restricted Mode. */
  private hasWarned = false;
  private readonly watchers = new Map<Training, DataWatcher>();
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly host: CheckHost) {
    this.tests = new GradientTests({
      run: (uri, token) => this.run(uri, token),
      trainingOf: (uri) => host.trainings.of(uri),
      open: (uri) => host.files.get(uri),
      report: (error) => host.report(error),
    });
    this.subscriptions = this.listen();
  }

  /** Checks the current text. Returns false if the check was canceled or the config cannot be checked. */
  async run(uri: vscode.Uri, token?: vscode.CancellationToken): Promise<boolean> {
    const { files, trainings } = this.host;
    const file = await files.read(await vscode.workspace.openTextDocument(uri));
    const training = await trainings.of(uri);
    const { spec, fingerprint } = factsOf(file, []);
    if (spec?.kind !== 'network' || token?.isCancellationRequested) return false;
    const ended = once(training.check.events, 'ended');
    training.checkGradients(spec, fingerprint, vscode.workspace.isTrusted);
    const cancelling = token?.onCancellationRequested(() => training.check.cancel());
    const [isDone] = (await ended) as [boolean];
    cancelling?.dispose();
    const { result } = training.check.view;
    if (isDone && result) this.tests.publish(uri, result);
    return isDone;
  }

  dispose(): void {
    const { diagnostics, answers, status, output, tests, subscriptions, watchers } = this;
    const parts = [...subscriptions, ...watchers.values(), diagnostics, answers, status, output, tests];
    for (const part of parts) part.dispose();
  }

  private listen(): vscode.Disposable[] {
    const { files, trainings } = this.host;
    const { languages, workspace } = vscode;
    const selector = { language: languageId };
    const trainingOf = (uri: vscode.Uri): Training | undefined => trainings.get(uri);
    return [
      languages.registerCodeActionsProvider(selector, new CheckFixes(files, trainingOf), CheckFixes.kinds),
      languages.registerHoverProvider(selector, new CheckHover(files, trainingOf)),
      registerCommand(recheckCommand, (uri) => this.run(uri as vscode.Uri)),
      files.onDidParse((file) => this.parsed(file)),
      files.onDidClose((uri) => this.closed(uri)),
      trainings.onDidAdd(({ check }) => check.events.on('ran', (ran) => this.output.append(ran))),
      trainings.onDidChange((training) => this.changed(training)),
      trainings.onDidForget((training) => this.forget(training)),
      trainings.onDidMove((training) => this.moved(training)),
      workspace.onDidSaveTextDocument((document) => this.saved(document)),
      workspace.onDidGrantWorkspaceTrust(() => this.trusted()),
      allowCommentsInAnswers(files, (error) => this.host.report(error)),
    ];
  }

  private parsed(file: ConfigFile): void {
    this.tests.show(file);
    const training = this.host.trainings.get(file.document.uri);
    if (training) this.refresh(training, file);
  }

  private closed(uri: vscode.Uri): void {
    this.diagnostics.forget(uri);
    this.answers.close(uri.toString());
    this.tests.close(uri);
    const training = this.host.trainings.get(uri);
    if (training) this.shown.delete(training);
  }

  private changed(training: Training): void {
    this.status.update(this.host.trainings.all.find(({ check }) => check.isRunning) ?? null);
    const file = this.host.files.get(vscode.Uri.parse(training.store.uri));
    if (!file) return;
    this.watch(training, file);
    this.refresh(training, file);
  }

  /** Updates the diagnostics: a new text moves the findings and makes them stale. */
  private refresh(training: Training, file: ConfigFile): void {
    const { findings, view } = training.check;
    const now = { version: file.version, stale: view.stale, findings };
    const before = this.shown.get(training);
    if (before?.version === now.version && before.stale === now.stale && before.findings === findings) return;
    this.shown.set(training, now);
    this.diagnostics.show(file, training);
    this.answers.show(training);
    if (now.stale) this.tests.outdate(file.document.uri);
  }

  /** Watches the file of gradients to compare with, or of the program that computes them, which others may write. */
  private watch(training: Training, { parsed: { spec } }: ConfigFile): void {
    const compare = spec?.kind === 'network' ? spec.gradientCheck.compare : null;
    const file = compare === null ? null : comparedFile(compare, training.folder);
    if (file === null && !this.watchers.has(training)) return;
    const watcher = this.watchers.get(training) ?? new DataWatcher(() => this.outdated(training));
    this.watchers.set(training, watcher);
    watcher.watch(file === null ? [] : [file]);
  }

  private outdated(training: Training): void {
    const isShown = training.check.view.result !== null;
    training.check.outdate();
    const uri = vscode.Uri.parse(training.store.uri);
    if (!this.host.files.get(uri)) return;
    if (isShown) this.run(uri).catch((error: unknown) => this.host.report(error));
    else this.runOnSave(uri);
  }

  private saved({ uri, languageId: language }: vscode.TextDocument): void {
    if (language === languageId) this.runOnSave(uri);
  }

  private runOnSave(uri: vscode.Uri): void {
    const isWanted = isWantedOnSave() ?? (this.hasCommand(uri) && this.isTrusted());
    if (isWanted) this.run(uri).catch((error: unknown) => this.host.report(error));
  }

  /** Whether an open config compares with the gradients of a program. */
  private hasCommand(uri: vscode.Uri): boolean {
    const spec = this.host.files.get(uri)?.parsed.spec;
    return spec?.kind === 'network' && typeof spec.gradientCheck.compare === 'object' && spec.gradientCheck.compare !== null; // prettier-ignore
  }

  /** Whether programs may be run. If not, that is reported once. */
  private isTrusted(): boolean {
    if (vscode.workspace.isTrusted || this.hasWarned) return vscode.workspace.isTrusted;
    this.hasWarned = true;
    const manage = vscode.l10n.t('Manage Workspace Trust');
    const message = vscode.l10n.t(
      'The command in "compare" is not run in Restricted Mode. Trust this workspace to have your gradients checked when you save.',
    );
    const asked = showWarning(message, manage).then((answer) =>
      answer === manage ? vscode.commands.executeCommand('workbench.trust.manage') : undefined,
    );
    asked.then(undefined, (error: unknown) => this.host.report(error));
    return false;
  }

  /** Checks again what was checked in Restricted Mode without its program. */
  private trusted(): void {
    for (const { document } of this.host.files.all) {
      const isShown = this.host.trainings.get(document.uri)?.check.view.result;
      if (isShown && this.hasCommand(document.uri))
        this.run(document.uri).catch((error: unknown) => this.host.report(error));
    }
  }

  /** Stops watching: the watched path was relative to the config's former folder. */
  private moved(training: Training): void {
    this.watchers.get(training)?.watch([]);
  }

  private forget(training: Training): void {
    this.watchers.get(training)?.dispose();
    this.watchers.delete(training);
  }
}

/** Returns whether the user has turned checks on save on or off; undefined where the user has not. */
function isWantedOnSave(): boolean | undefined {
  const set = vscode.workspace.getConfiguration().inspect<boolean>(checkOnSaveSetting);
  return set?.workspaceFolderValue ?? set?.workspaceValue ?? set?.globalValue;
}
