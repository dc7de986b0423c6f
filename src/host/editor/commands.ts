import * as vscode from 'vscode';
import type { ViewCommand } from '../../protocol.js';
import type { Checks } from '../checks/checks.js';
import { applyEdits } from '../configs/applyEdits.js';
import type { ConfigFile, ConfigFiles } from '../configs/configFiles.js';
import { openExamples } from '../configs/examples.js';
import { importNetwork } from '../configs/importNetwork.js';
import { newConfig } from '../configs/newConfig.js';
import { savePythonHelper } from '../configs/savePythonHelper.js';
import { openSpiralExample } from '../configs/spiralExample.js';
import { columnForText } from '../pages/panelColumn.js';
import { panelType, type Panels } from '../pages/panels.js';
import { messageOf, registerCommand, showError, showInformation } from './prompts.js';
import type { Training } from '../runs/training.js';
import type { WorkerPool } from '../runs/workerPool.js';
import type { RunCommands } from './runCommands.js';
import type { Trainings } from '../runs/trainings.js';
import { failedOperation } from '../steps/failureFix.js';
import type { Walks } from '../steps/walks.js';

export const openPanelSetting = 'backprop.openPanelOnTrain';

export interface CommandHost {
  readonly extension: vscode.Uri;
  readonly extensionId: string;
  readonly files: ConfigFiles;
  readonly trainings: Trainings;
  readonly panels: Panels;
  readonly checks: Checks;
  readonly runs: RunCommands;
  readonly walks: Walks;
  readonly workers: WorkerPool;
  readonly log: vscode.LogOutputChannel;
}

type ConfigCommand = (training: Training) => void | Promise<void>;

/** Registers the commands that the palette, keys, buttons, code lenses and pages run. */
export class Commands implements vscode.Disposable {
  private readonly registrations: vscode.Disposable[];
  private readonly ofConfig: Readonly<Record<string, ConfigCommand>> = {
    train: (training) => this.train(training, (it) => it.train()),
    stepEpoch: (training) => this.train(training, (it) => it.stepEpoch()),
    pause: (training) => training.pause(),
    resume: (training) => this.train(training, (it) => it.train()),
    stop: (training) => training.stop(),
    reset: (training) => this.reset(training),
    openPanel: (training) => this.host.panels.open(training, false),
    showRuns: (training) => this.host.panels.open(training, false, 'runs'),
    compareRuns: (training) => this.host.runs.choose(training, 'compare'),
    restoreRun: (training) => this.host.runs.choose(training, 'restore'),
    exportRuns: (training) => this.host.runs.choose(training, 'export'),
    stepToFailure: (training) => this.stepToFailure(training),
    saveModel: async (training) => (await import('../models/modelCommands.js')).saveModel(training),
    exportModel: async (training) =>
      (await import('../models/modelCommands.js')).exportModel(training, this.host.extension),
    predictFile: async (training) =>
      (await import('../models/predictFile.js')).predictFile(training, this.host.workers),
    newWorksheet: async (training) =>
      (await import('../sheets/newWorksheet.js')).newWorksheet(training, this.host.files),
    stepPass: (training) => this.host.panels.open(training, false, 'step'),
    checkGradients: (training) => this.checkGradients(training),
    cancelCheck: (training) => training.check.cancel(),
    findLearningRate: (training) => this.findLearningRate(training),
    closeLearningRate: (training) => training.rate.close(),
    openConfig: (training) => showConfig(training),
    showProblems: (training) => showProblems(training),
    applySettings: (training) => this.applySettings(training),
  };
  private readonly ofNoConfig: Readonly<Record<string, (argument: unknown) => unknown>> = {
    newConfig: () => newConfig(() => this.trainOnTable()),
    trainOnTable: (table) => this.trainOnTable(table),
    importModel: (file) => importNetwork(file),
    savePythonHelper: () => savePythonHelper(this.host.extension),
    showFormula: (formula) => void showInformation(String(formula)),
    openSpiral: () => this.openSpiral(),
    openExamples: (name) => openExamples(this.host.extension, name),
    openWalkthrough: () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${this.host.extensionId}#start`),
    showLog: () => this.host.log.show(),
  };

  constructor(private readonly host: CommandHost) {
    this.registrations = [
      ...Object.entries(this.ofConfig).map(([name, command]) =>
        registerCommand(name, (uri) => this.runOn(uri, command)),
      ),
      ...Object.entries(this.ofNoConfig).map(([name, command]) => registerCommand(name, command)),
    ];
  }

  /** Runs a command that a page has sent. */
  run(command: ViewCommand, training: Training | null): void {
    const uri = training && vscode.Uri.parse(training.store.uri);
    const name = `backprop.${command === 'step' ? 'stepEpoch' : command}`;
    vscode.commands.executeCommand(name, uri).then(undefined, (error: unknown) => {
      this.host.log.error(error instanceof Error ? error : String(error));
    });
  }

  /** Opens the first example with its panel beside it. */
  private async openSpiral(): Promise<void> {
    const uri = await openSpiralExample(this.host.extension);
    this.host.panels.open(await this.host.trainings.of(uri), true, 'train');
  }

  /** Opens a config for a table with its panel beside it. */
  private async trainOnTable(table?: unknown): Promise<void> {
    const { trainOnTable } = await import('../tables/trainOnTable.js');
    const uri = await trainOnTable(this.host.workers, table);
    if (uri) this.host.panels.open(await this.host.trainings.of(uri), true, 'train');
  }

  dispose(): void {
    for (const registration of this.registrations) registration.dispose();
  }

  private async runOn(uri: unknown, command: ConfigCommand): Promise<void> {
    const training =
      uri instanceof vscode.Uri ? await this.host.trainings.of(uri) : this.host.trainings.active;
    if (training) await command(training);
    else void showInformation(vscode.l10n.t('Open a file that ends in .backprop.json first.'));
  }

  private async train(training: Training, go: (training: Training) => void): Promise<void> {
    if (!training.isWaiting && !(await this.read(training))) return;
    go(training);
    const opens = vscode.workspace.getConfiguration().get<boolean>(openPanelSetting, true);
    if (opens && !this.host.panels.isVisible(training)) this.host.panels.open(training, true);
  }

  private async checkGradients(training: Training): Promise<void> {
    if (!(await this.read(training))) return;
    const opens = vscode.workspace.getConfiguration().get<boolean>(openPanelSetting, true);
    if (opens) this.host.panels.open(training, true, 'check');
    await this.host.checks.run(vscode.Uri.parse(training.store.uri));
  }

  private async findLearningRate(training: Training): Promise<void> {
    if (!(await this.read(training))) return;
    training.rate.start(training.folder, false);
    this.host.panels.open(training, true, 'train');
  }

  /** Shows the step that computed the first value that was not finite, in the failed run or at the start. */
  private async stepToFailure(training: Training): Promise<void> {
    const failed = failedOperation(training);
    if (!failed) return;
    const uri = vscode.Uri.parse(training.store.uri);
    const weights = training.store.run?.status.outcome?.kind === 'failed' ? 'failed' : 'initial';
    try {
      await this.host.walks.of(uri, { replace: true, weights, failed });
    } catch (error) {
      void showError(messageOf(error));
      return;
    }
    this.host.panels.open(training, false, 'step');
  }

  private async reset(training: Training): Promise<void> {
    if (await this.read(training)) training.reset();
  }

  /** Parses the current text. Shows an error and returns false if the config cannot be run. */
  private async read(training: Training): Promise<boolean> {
    const uri = vscode.Uri.parse(training.store.uri);
    let file: ConfigFile;
    try {
      file = await this.host.files.read(await vscode.workspace.openTextDocument(uri));
    } catch (error) {
      void showError(vscode.l10n.t('The config cannot be read: {0}', messageOf(error)));
      return false;
    }
    const { blocking } = training.store.problems;
    if (file.parsed.spec && blocking === null) return true;
    if (file.parsed.spec) training.inspect(); // the data may exist by now, or at the next attempt
    const show = vscode.l10n.t('Show problems');
    const message = vscode.l10n.t(
      '{0} cannot be trained yet: {1}',
      training.store.facts.name,
      blocking ?? '',
    );
    const answer = await showError(message, show);
    if (answer === show) await showProblems(training);
    return false;
  }

  private async applySettings(training: Training): Promise<void> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(training.store.uri));
    const { settingsEdits } = await import('../../config/edits/settingsEdits.js');
    const edits = settingsEdits(document.getText(), training.store.overrides);
    if (await applyEdits(document, edits)) await this.host.files.read(document);
  }
}

async function showConfig({ store }: Training): Promise<void> {
  const uri = vscode.Uri.parse(store.uri);
  await vscode.window.showTextDocument(uri, { viewColumn: columnForText(panelType, store.uri) });
}

async function showProblems(training: Training): Promise<void> {
  await showConfig(training);
  await vscode.commands.executeCommand('workbench.actions.view.problems');
}
