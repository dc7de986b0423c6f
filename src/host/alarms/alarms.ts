import * as vscode from 'vscode';
import type { Finding } from '../../config/problem.js';
import { languageId, type ConfigFile, type ConfigFiles } from '../configs/configFiles.js';
import { registerCommand } from '../editor/prompts.js';
import type { Training } from '../runs/training.js';
import type { Trainings } from '../runs/trainings.js';
import { AlarmDiagnostics, explainCommand } from './alarmDiagnostics.js';
import { AlarmFixes, muteCommand } from './alarmFixes.js';
import { alarmSetting, muteAlarm, mutedAlarms } from './alarmSetting.js';
import { isAlarm } from './reportedFindings.js';

interface AlarmsHost {
  readonly extension: vscode.Uri;
  readonly files: ConfigFiles;
  readonly trainings: Trainings;
}

/** What is shown of a config's alarms. */
interface Shown {
  readonly version: number;
  readonly alarms: readonly Finding[];
}

/** Shows the alarms of runs and of data at their places in the text, with quick fixes, as far as they are turned on. */
export class Alarms implements vscode.Disposable {
  private readonly diagnostics = new AlarmDiagnostics();
  private readonly shown = new WeakMap<Training, Shown>();
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly host: AlarmsHost) {
    const { files, trainings } = host;
    const fixes = new AlarmFixes(
      files,
      (uri) => trainings.get(uri),
      ({ alarms }) => alarms,
    );
    this.subscriptions = [
      vscode.languages.registerCodeActionsProvider({ language: languageId }, fixes, AlarmFixes.kinds),
      registerCommand(muteCommand, (code) => (isCode(code) ? muteAlarm(code) : undefined)),
      registerCommand(explainCommand, (code) => this.explain(String(code))),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(alarmSetting))
          trainings.all.forEach((training) => this.mute(training));
      }),
      trainings.onDidAdd((training) => this.added(training)),
      trainings.onDidChange((training) => this.refresh(training)),
      files.onDidParse((file) => this.parsed(file)),
      files.onDidClose((uri) => this.closed(uri)),
    ];
  }

  dispose(): void {
    for (const part of [...this.subscriptions, this.diagnostics]) part.dispose();
  }

  private added(training: Training): void {
    training.events.on('findings', () => this.refresh(training));
    this.mute(training);
  }

  private mute(training: Training): void {
    training.store.mute(mutedAlarms());
  }

  private parsed({ document }: ConfigFile): void {
    const training = this.host.trainings.get(document.uri);
    if (training) this.refresh(training);
  }

  private closed(uri: vscode.Uri): void {
    this.diagnostics.forget(uri);
    const training = this.host.trainings.get(uri);
    if (training) this.shown.delete(training);
  }

  private refresh(training: Training): void {
    const file = this.host.files.get(vscode.Uri.parse(training.store.uri));
    if (!file) return;
    const { alarms } = training;
    const before = this.shown.get(training);
    if (before?.version === file.version && areSame(before.alarms, alarms)) return;
    this.shown.set(training, { version: file.version, alarms });
    this.diagnostics.show(file, alarms);
  }

  /** Opens the section of the documentation on an alarm. */
  private async explain(code: string): Promise<void> {
    const page = vscode.Uri.joinPath(this.host.extension, 'docs', 'alarms.md');
    await vscode.commands.executeCommand('markdown.showPreview', page.with({ fragment: code }));
  }
}

const isCode = (code: unknown): code is Parameters<typeof muteAlarm>[0] =>
  typeof code === 'string' && isAlarm(code);

const areSame = (a: readonly Finding[], b: readonly Finding[]): boolean =>
  a.length === b.length && a.every((alarm, index) => alarm === b[index]);
