import * as vscode from 'vscode';
import type { Translations } from '../protocol.js';
import { Alarms } from './alarms/alarms.js';
import { Checks } from './checks/checks.js';
import { ColumnHover } from './configs/columnHover.js';
import { NameCompletions } from './configs/nameCompletions.js';
import { CodeLenses } from './configs/codeLenses.js';
import { Commands } from './editor/commands.js';
import { ConfigEditor } from './configs/configEditor.js';
import { ConfigFiles, factsOf, isConfig, languageId, type ConfigFile } from './configs/configFiles.js';
import { ContextKeys } from './editor/contextKeys.js';
import { DataDiagnostics } from './configs/dataDiagnostics.js';
import { DataWatcher } from './configs/dataWatcher.js';
import { openLine } from './configs/openLine.js';
import { watchedFiles } from './configs/watchedFiles.js';
import { countShown, Diagnostics } from './configs/diagnostics.js';
import { hiddenControls, hiddenControlsSetting } from './pages/hiddenControls.js';
import { Panels } from './pages/panels.js';
import { followFiles } from './configs/renames.js';
import { QuickFixes } from './configs/quickFixes.js';
import { Sidebar, sidebarId } from './pages/sidebar.js';
import { RunCommands } from './editor/runCommands.js';
import { StatusBar } from './editor/statusBar.js';
import { showWarning } from './editor/prompts.js';
import type { Training, TrainingHost } from './runs/training.js';
import { Trainings } from './runs/trainings.js';
import type { ViewLinkHost } from './pages/viewLink.js';
import { FailureFix } from './steps/failureFix.js';
import { trainOnDropped } from './tables/trainOnDropped.js';
import { Walks } from './steps/walks.js';

export interface LabHost extends TrainingHost {
  readonly extension: vscode.Uri;
  readonly extensionId: string;
  readonly translations: Translations;
  readonly log: vscode.LogOutputChannel;
}

/** The delay in ms before the status bar and the code lenses are updated; a run reports up to 20 times a second. */
const refreshDelayMs = 300;

/** Connects the parts: it passes events of the text, the worker, the pages and the editor to the parts that handle them. */
export class Lab implements vscode.Disposable {
  readonly trainings: Trainings;
  readonly walks: Walks;
  readonly files: ConfigFiles;
  readonly editor: ConfigEditor;
  private readonly diagnostics = new Diagnostics();
  private readonly dataDiagnostics = new DataDiagnostics();
  private readonly panels: Panels;
  private readonly alarms: Alarms;
  private readonly checks: Checks;
  private readonly sidebar: Sidebar;
  private readonly runs: RunCommands;
  private readonly statusBar = new StatusBar();
  private readonly codeLenses: CodeLenses;
  private readonly contextKeys = new ContextKeys();
  private readonly dataWatchers = new Map<Training, DataWatcher>();
  /** The trainings whose data have changed on disk and are not inspected yet; the value says whether the old data kept a run from starting. */
  private readonly changedData = new Map<Training, boolean>();
  private readonly subscriptions: readonly Pick<vscode.Disposable, 'dispose'>[];
  private refreshing: NodeJS.Timeout | null = null;

  constructor(private readonly host: LabHost) {
    this.files = new ConfigFiles((error) => host.report(error));
    this.runs = new RunCommands(this.files);
    const trainings = (this.trainings = new Trainings(host));
    this.walks = new Walks(this);
    this.codeLenses = new CodeLenses(this.files, (uri) => this.trainings.get(uri));
    this.editor = new ConfigEditor({
      files: this.files,
      trainingOf: (uri) => trainings.get(uri),
      show: (file) => this.parsed(file),
      report: (error) => host.report(error),
    });
    const pages: ViewLinkHost = {
      strings: host.translations ?? {},
      hiddenControls,
      run: (command, training) => commands.run(command, training),
      changePace: (pace) => trainings.changePace(pace),
      actOnRuns: (training, action, ids) => this.settle(this.runs.run(training, action, ids)),
      edit: (training, change) => this.editor.edit(training, change),
      openLine: (training, part, line) => this.settle(openLine(training, part, line)),
      trainOn: (uri) => this.settle(trainOnDropped(uri)),
      report: (error) => host.report(error),
    };
    this.panels = new Panels(host.extension, { ...pages, walks: this.walks }, (uri) => this.reopened(uri));
    this.sidebar = new Sidebar(host.extension, pages);
    const { files, panels } = this;
    const checks = (this.checks = new Checks({ ...host, files, trainings }));
    this.alarms = new Alarms({ ...host, files, trainings });
    const commands = new Commands({
      ...host,
      files,
      trainings,
      panels,
      checks,
      runs: this.runs,
      walks: this.walks,
    });
    this.subscriptions = [commands, ...this.listen()];
  }

  start(): void {
    this.files.start();
    this.settle(this.follow(vscode.window.activeTextEditor));
  }

  /** Pauses all runs, so that they can be resumed in the next session. */
  async suspend(): Promise<void> {
    await this.trainings.suspend();
    await this.host.storage.flush();
  }

  dispose(): void {
    if (this.refreshing) clearTimeout(this.refreshing);
    const parts = [
      ...this.subscriptions, ...this.dataWatchers.values(), this.files, this.editor, this.diagnostics, this.dataDiagnostics, this.panels, this.runs,
      this.statusBar, this.codeLenses, this.alarms, this.checks, this.walks, this.trainings,
    ]; // prettier-ignore
    for (const part of parts) part.dispose();
  }

  private listen(): vscode.Disposable[] {
    const { files, trainings, panels } = this;
    const { window, languages } = vscode;
    const fixes = new QuickFixes(files, this.diagnostics);
    const stepFix = new FailureFix((uri) => trainings.get(uri));
    return [
      window.registerWebviewViewProvider(sidebarId, this.sidebar),
      languages.registerCodeActionsProvider({ language: languageId }, fixes, QuickFixes.kinds),
      languages.registerCodeActionsProvider({ language: languageId }, stepFix, FailureFix.kinds),
      languages.registerCompletionItemProvider(
        { language: languageId },
        new NameCompletions(files, (uri) => trainings.get(uri)?.store.classes ?? []),
        ...NameCompletions.triggers,
      ),
      languages.registerHoverProvider({ language: languageId }, new ColumnHover((uri) => trainings.get(uri))),
      files.onDidParse((file) => this.settle(this.parsed(file))),
      files.onDidClose((uri) => this.closed(uri)),
      trainings.onDidAdd((training) => this.addTraining(training)),
      trainings.onDidForget((training) => this.removeTraining(training)),
      trainings.onDidMove((training) => this.watchData(training)),
      trainings.onDidChange(() => this.refreshSoon()),
      trainings.onDidChangeActive((training) => {
        this.sidebar.show(training);
        this.refresh();
      }),
      panels.onDidFocus((training) => (trainings.active = training)),
      panels.onDidOpen((training) => training.prepare()),
      panels.onDidClose((training) => trainings.setOpen(training, this.isOpen(training))),
      window.onDidChangeActiveTextEditor((editor) => this.settle(this.follow(editor))),
      languages.onDidChangeDiagnostics(({ uris }) => uris.forEach((uri) => this.count(uri))),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(hiddenControlsSetting)) panels.renew();
      }),
      followFiles(trainings, (error) => this.host.report(error)),
    ];
  }

  /** Handles a text that has been parsed, for the first time or again. */
  private async parsed(file: ConfigFile): Promise<void> {
    const training = await this.trainings.of(file.document.uri);
    this.trainings.setOpen(training, true);
    this.show(training, file);
    this.watchData(training);
    if (this.panels.isVisible(training)) training.prepare();
    const { activeTextEditor } = vscode.window;
    if (activeTextEditor?.document === file.document || !this.trainings.active)
      this.trainings.active = training;
    this.refresh();
  }

  private show(training: Training, file: ConfigFile): void {
    this.diagnostics.show(file);
    this.dataDiagnostics.show(file, this.diagnostics.problemsOf(file));
    training.configure(factsOf(file, this.diagnostics.problemsOf(file)));
    this.count(file.document.uri);
  }

  /** Updates the counts of problems. A count of 0 for an invalid text is ignored: the editor has yet to show its problems. */
  private count(uri: vscode.Uri): void {
    const { store } = this.trainings.get(uri) ?? {};
    const { errors, warnings } = countShown(uri);
    if (store && this.files.get(uri) && (errors + warnings > 0 || store.facts.spec))
      store.count(errors, warnings);
  }

  private closed(uri: vscode.Uri): void {
    this.diagnostics.forget(uri);
    this.dataDiagnostics.forget(uri);
    const training = this.trainings.get(uri);
    if (training) this.trainings.setOpen(training, this.isOpen(training));
  }

  private isOpen(training: Training): boolean {
    return this.panels.has(training) || this.files.get(vscode.Uri.parse(training.store.uri)) !== undefined;
  }

  private addTraining(training: Training): void {
    training.events.on('findings', () => this.showFindings(training));
    training.events.on('failed', (reason) => this.failed(training, reason));
    training.events.on('branchRefused', (reason) => this.settle(showWarning(reason)));
    training.events.on('dataChanged', (question) =>
      this.settle(this.askAboutChangedData(training, question)),
    );
    this.dataWatchers.set(training, new DataWatcher(() => this.dataChanged(training)));
  }

  private watchData(training: Training): void {
    this.dataWatchers.get(training)?.watch(watchedFiles(training));
  }

  private dataChanged(training: Training): void {
    const wasBlocked = training.store.problems.blocking !== null;
    this.changedData.set(training, wasBlocked || this.changedData.get(training) === true);
    training.inspect();
    training.check.outdate();
  }

  private removeTraining(training: Training): void {
    this.dataWatchers.get(training)?.dispose();
    this.dataWatchers.delete(training);
    this.changedData.delete(training);
    this.panels.close(training);
  }

  private showFindings(training: Training): void {
    const { uri } = training.store;
    this.diagnostics.setFindings(uri, training.findings);
    const file = this.files.get(vscode.Uri.parse(uri));
    if (file) this.show(training, file);
    const wasBlocked = this.changedData.get(training);
    if (wasBlocked === undefined || training.store.problems.blocking !== null) return;
    this.changedData.delete(training);
    this.showNewData(training, wasBlocked);
  }

  /** Restarts a run that has not trained yet with the new data, and computes a pass that is shown again. */
  private showNewData(training: Training, wasBlocked: boolean): void {
    const { run } = training.store;
    if (run?.status.state === 'ready' && !run.hasTrained) training.reset();
    else if (wasBlocked && this.panels.isVisible(training)) training.prepare();
    this.settle(this.walks.refresh(vscode.Uri.parse(training.store.uri)));
  }

  private failed(training: Training, reason: string): void {
    const { name } = training.store.facts;
    this.host.log.warn(`${name}: ${reason}`);
    if (this.panels.isVisible(training)) return; // the panel shows the reason
    const open = vscode.l10n.t('Open panel');
    const asked = showWarning(`${name}: ${reason}`, open).then((answer) => {
      if (answer === open) this.panels.open(training, false);
    });
    this.settle(asked);
  }

  private async askAboutChangedData(training: Training, question: string): Promise<void> {
    const proceed = vscode.l10n.t('Continue with the changed data');
    const again = vscode.l10n.t('Start again');
    const answer = await showWarning(`${training.store.facts.name}: ${question}`, proceed, again);
    if (answer === proceed) training.continueOnChangedData();
    if (answer === again) training.startAgain();
  }

  /** Returns the training for a panel of the previous session; its config need not be open in an editor. */
  private async reopened(uri: vscode.Uri): Promise<Training> {
    const training = await this.trainings.of(uri);
    const read = vscode.workspace.openTextDocument(uri).then((document) => this.files.read(document));
    this.settle(read); // the panel can show the run even if the file is missing
    return training;
  }

  /** Makes the config in the active editor the one that commands without a config apply to. */
  private async follow(editor: vscode.TextEditor | undefined): Promise<void> {
    if (!editor || !isConfig(editor.document)) return;
    const training = await this.trainings.of(editor.document.uri);
    this.trainings.active = training;
    this.panels.follow(training);
  }

  private settle(work: PromiseLike<unknown>): void {
    work.then(undefined, (error: unknown) => this.host.report(error));
  }

  private refreshSoon(): void {
    this.refreshing ??= setTimeout(() => this.refresh(), refreshDelayMs);
  }

  private refresh(): void {
    if (this.refreshing) clearTimeout(this.refreshing);
    this.refreshing = null;
    const { all, active } = this.trainings;
    const running = all.filter(({ store }) => store.run?.isRunning);
    const shown = active?.store.run?.isRunning ? active : (running[0] ?? active);
    this.statusBar.update(shown, running.filter((training) => training !== shown).length);
    this.contextKeys.update(active, all);
    this.codeLenses.update(all);
  }
}
