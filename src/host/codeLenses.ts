import * as vscode from 'vscode';
import { plainText } from '../config/plainText.js';
import { verdictOf } from './checkWords.js';
import { languageId, type ConfigFiles } from './configFiles.js';
import type { ProblemsView } from '../protocol.js';
import { toCommand } from './statusBar.js';
import type { GradientCheck } from './gradientCheck.js';
import type { Training } from './training.js';
import { progressOf, stateIcons, stateWord } from './wording.js';

const calmMs = 2000;

export const codeLensSetting = 'backprop.codeLens';

/** The run's state, and what can be done about it, above a config's first line of JSON. */
export class CodeLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private later: NodeJS.Timeout | null = null;
  /** What the lenses offered last. */
  private offers = '';
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly files: ConfigFiles,
    private readonly trainingOf: (uri: vscode.Uri) => Training | undefined,
  ) {
    this.subscriptions = [
      vscode.languages.registerCodeLensProvider({ language: languageId }, this),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(codeLensSetting)) this.refresh();
      }),
    ];
  }

  /** What can be done is shown at once; numbers that move, calmly: the lenses are drawn anew under the pointer. */
  update(trainings: readonly Training[]): void {
    const offers = trainings.map(({ store: { uri, run, facts, problems }, check }) =>
      [
        ...[uri, run?.status.state, run?.status.stale, facts.spec !== null],
        ...[problems.blocking !== null, fixWords(problems), checkWords(check)],
      ].join(' '),
    );
    const isOther = offers.join('\n') !== this.offers;
    this.offers = offers.join('\n');
    if (isOther) this.refresh();
    else this.later ??= setTimeout(() => this.refresh(), calmMs);
  }

  private refresh(): void {
    if (this.later) clearTimeout(this.later);
    this.later = null;
    this.changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const training = this.trainingOf(document.uri);
    if (!training || !vscode.workspace.getConfiguration().get<boolean>(codeLensSetting, true)) return [];
    const offset = this.files.get(document.uri)?.parsed.spans.at([]).offset ?? 0;
    const start = document.positionAt(offset);
    const range = new vscode.Range(start, start);
    return commandsFor(training).map((command) => new vscode.CodeLens(range, command));
  }

  dispose(): void {
    if (this.later) clearTimeout(this.later);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }
}

/** A lens draws no space between an icon and its text but one that does not break. */
const withIcon = (icon: string, text: string): string => `$(${icon})\u00a0${plainText(text)}`;

function commandsFor(training: Training): vscode.Command[] {
  const { run } = training.store;
  const to = (name: string, title: string): vscode.Command => toCommand(`backprop.${name}`, title, training);
  const panel = to('openPanel', vscode.l10n.t('Open panel'));
  const { problems } = training.store;
  const train =
    problems.blocking === null
      ? to('train', withIcon('play', vscode.l10n.t('Train')))
      : to('showProblems', withIcon('warning', fixWords(problems)));
  const steps = training.store.facts.spec?.kind === 'network';
  const step = steps ? [to('stepPass', withIcon('debug-step-into', vscode.l10n.t('Step through')))] : [];
  const check = steps
    ? [to(training.check.isRunning ? 'cancelCheck' : 'checkGradients', checkWords(training.check))]
    : [];
  if (!run) return [train, ...step, panel, ...check];
  const { state, stale } = run.status;
  const story = [withIcon(stateIcons[state], stateWord(state)), progressOf(run)].filter(Boolean).join(' ');
  const told = to('openPanel', stale ? `${story} · ${vscode.l10n.t('of an earlier text')}` : story);
  const stop = to('stop', withIcon('debug-stop', vscode.l10n.t('Stop')));
  const reset = to('reset', withIcon('debug-restart', vscode.l10n.t('Reset')));
  const resume = to('resume', withIcon('debug-continue', vscode.l10n.t('Resume')));
  const pause = to('pause', withIcon('debug-pause', vscode.l10n.t('Pause')));
  // What moves comes last, so that what can be pressed stays where it is.
  if (run.isRunning) return [pause, stop, panel, ...check, told];
  if (state === 'paused') return [resume, stop, reset, ...step, panel, ...check, told];
  return state === 'ready'
    ? [train, ...step, panel, ...check]
    : [train, reset, ...step, panel, ...check, told];
}

/** The JSON service shows as a warning what keeps a run from starting, too. */
function fixWords({ errors, warnings }: ProblemsView): string {
  const problems = errors + warnings;
  return problems === 1
    ? vscode.l10n.t('Fix 1 problem to train')
    : vscode.l10n.t('Fix {0} problems to train', problems);
}

/** What the last check came to, else what can be done. */
function checkWords({ isRunning, view }: GradientCheck): string {
  if (isRunning) return withIcon('debug-stop', vscode.l10n.t('Cancel the gradient check'));
  const verdict = verdictOf(view);
  if (!verdict) return withIcon('beaker', vscode.l10n.t('Check gradients'));
  const words = withIcon(verdict.icon, verdict.words);
  return view.stale ? `${words} · ${vscode.l10n.t('of an earlier text')}` : words;
}
