import * as vscode from 'vscode';
import { plainText } from '../../config/plainText.js';
import { verdictOf } from '../checks/checkWords.js';
import { languageId, type ConfigFiles } from './configFiles.js';
import type { ProblemsView } from '../../protocol.js';
import { toCommand } from '../editor/statusBar.js';
import type { GradientCheck } from '../checks/gradientCheck.js';
import type { Training } from '../runs/training.js';
import { progressOf, stateIcons, stateWord } from '../editor/wording.js';

const refreshDelayMs = 2000;

export const codeLensSetting = 'backprop.codeLens';

/** Shows the run's state and its commands above the first line of a config's JSON. */
export class CodeLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private later: NodeJS.Timeout | null = null;
  /** A key of the commands that the lenses showed last. */
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

  /**
   * Refreshes the lenses: at once if the commands have changed, with a delay if only numbers have, since the editor
   * redraws the lenses under the pointer.
   */
  update(trainings: readonly Training[]): void {
    const offers = trainings.map(({ store: { uri, run, facts, problems }, check }) =>
      [
        ...[uri, run?.status.state, run?.status.stale, facts.spec !== null],
        ...[problems.blocking !== null, fixWords(problems), checkWords(check)],
      ].join(' '),
    );
    const hasChanged = offers.join('\n') !== this.offers;
    this.offers = offers.join('\n');
    if (hasChanged) this.refresh();
    else this.later ??= setTimeout(() => this.refresh(), refreshDelayMs);
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

/** The space is a no-break space, since a lens drops any other space between an icon and its text. */
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
  const progress = [withIcon(stateIcons[state], stateWord(state)), progressOf(run)].filter(Boolean).join(' ');
  const status = to(
    'openPanel',
    stale ? `${progress} · ${vscode.l10n.t('from an earlier version of the file')}` : progress,
  );
  const stop = to('stop', withIcon('debug-stop', vscode.l10n.t('Stop')));
  const reset = to('reset', withIcon('debug-restart', vscode.l10n.t('Reset')));
  const resume = to('resume', withIcon('debug-continue', vscode.l10n.t('Resume')));
  const pause = to('pause', withIcon('debug-pause', vscode.l10n.t('Pause')));
  // The text that changes comes last, so that the commands keep their positions.
  if (run.isRunning) return [pause, stop, panel, ...check, status];
  if (state === 'paused') return [resume, stop, reset, ...step, panel, ...check, status];
  return state === 'ready'
    ? [train, ...step, panel, ...check]
    : [train, reset, ...step, panel, ...check, status];
}

/** The count includes warnings, since the JSON service reports as warnings some problems that block a run. */
function fixWords({ errors, warnings }: ProblemsView): string {
  const problems = errors + warnings;
  return problems === 1
    ? vscode.l10n.t('Fix 1 problem to train')
    : vscode.l10n.t('Fix {0} problems to train', problems);
}

/** Returns the result of the last check; if there is none, the title of the command. */
function checkWords({ isRunning, view }: GradientCheck): string {
  if (isRunning) return withIcon('debug-stop', vscode.l10n.t('Cancel the gradient check'));
  const verdict = verdictOf(view);
  if (!verdict) return withIcon('beaker', vscode.l10n.t('Check gradients'));
  const words = withIcon(verdict.icon, verdict.words);
  return view.stale ? `${words} · ${vscode.l10n.t('from an earlier version of the file')}` : words;
}
