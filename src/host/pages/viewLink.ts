import type * as vscode from 'vscode';
import type {
  FromView,
  Pace,
  PanelViewName,
  RunId,
  RunsAction,
  ToView,
  ViewCommand,
} from '../../protocol.js';
import type { ConfigChange } from '../../config/edits/configChange.js';
import { compareRuns } from '../runs/compareRuns.js';
import type { ConfigStore } from '../configs/configStore.js';
import type { ViewChange } from '../runs/run.js';
import type { Training } from '../runs/training.js';

/** The common interface of a panel and the view in the sidebar. */
export interface Shown {
  readonly webview: vscode.Webview;
  readonly visible: boolean;
}

export interface ViewLinkHost {
  /** The page's texts in the user's language. */
  readonly strings: Readonly<Record<string, string>>;
  /** Returns the names of the controls that the pages do not show. */
  hiddenControls(): readonly string[];
  run(command: ViewCommand, training: Training | null): void;
  changePace(pace: Pace): void;
  /** Changes the text of a config. Returns the reason where the change is refused, else null. */
  edit(training: Training, change: ConfigChange): Promise<string | null>;
  /** Acts on runs that are kept. */
  actOnRuns(training: Training, action: RunsAction, runs: readonly RunId[]): void;
  /** Opens the data's file at a line, from 1. */
  openLine(training: Training, part: 'training' | 'validation', line: number): void;
  /** Trains on a table that was dropped on a page. */
  trainOn(uri: string): void;
  report(error: unknown): void;
}

/** Keeps one page consistent with one config's store: hydrates it once, then sends changes while it is visible. */
export class ViewLink implements vscode.Disposable {
  private training: Training | null = null;
  private hasLoaded = false;
  private isBehind = true;
  /** The view to bring to the front. It is sent with each hydration until the page confirms that it shows the view. */
  private wanted: PanelViewName | null = null;
  /** The runs that the page compares. */
  private selected: readonly RunId[] = [];
  private readonly subscription: vscode.Disposable;
  private readonly onChange = (change: ViewChange): void => this.postChange(change);
  private readonly onRenewed = (): void => this.hydrate();

  constructor(
    private readonly shown: Shown,
    private readonly host: ViewLinkHost,
  ) {
    this.subscription = shown.webview.onDidReceiveMessage((message: FromView) => this.receive(message));
  }

  get store(): ConfigStore | null {
    return this.training?.store ?? null;
  }

  show(training: Training | null): void {
    if (training === this.training && training) return;
    this.unsubscribe();
    this.training = training;
    this.store?.events.on('change', this.onChange).on('renewed', this.onRenewed);
    this.hydrate();
  }

  bringToFront(view: PanelViewName): void {
    this.wanted = view;
    this.deliver();
  }

  /** Hydrates the page again, because settings of the editor have changed. */
  renew(): void {
    this.hydrate();
  }

  /** Hydrates the page again if it has missed changes or been rebuilt while it was hidden. */
  becameVisible(): void {
    if (this.isBehind) this.hydrate();
  }

  dispose(): void {
    this.unsubscribe();
    this.subscription.dispose();
  }

  private receive(message: FromView): void {
    switch (message.type) {
      case 'loaded':
        this.hasLoaded = true;
        this.hydrate();
        break;
      case 'command':
        this.host.run(message.command, this.training);
        break;
      case 'settings':
        this.training?.changeSettings(message.settings);
        break;
      case 'viewEpoch':
        this.training?.viewEpoch(message.epoch);
        break;
      case 'pace':
        this.host.changePace(message.pace);
        break;
      case 'describe':
        this.training?.describe().catch((error: unknown) => this.host.report(error));
        break;
      case 'edit':
        this.edit(message.change);
        break;
      case 'sample':
      case 'setParameter':
      case 'resetParameters':
      case 'classify':
      case 'predict':
      case 'histograms':
      case 'importance':
        this.training?.ask(message);
        break;
      case 'focus':
        this.training?.focus(message.unit);
        break;
      case 'openLine':
        if (this.training) this.host.openLine(this.training, message.part, message.line);
        break;
      case 'dropTable':
        this.host.trainOn(message.uri);
        break;
      case 'shown':
        if (message.view === this.wanted) this.wanted = null;
        break;
      case 'findRate':
        this.training?.rate.start(this.training.folder, message.fromRun);
        break;
      case 'selectRuns':
        this.selected = message.runs;
        this.postComparison();
        break;
      case 'runsAction':
        if (this.training) this.host.actOnRuns(this.training, message.action, message.runs);
        break;
      case 'branch':
        this.training?.branch();
        break;
      case 'stepFromViewed':
      case 'stepTo':
      case 'stepping': // handled by the panel's StepViewLink
    }
  }

  private edit(change: ConfigChange): void {
    if (!this.training) return;
    this.host.edit(this.training, change).then(
      (reason) => {
        if (reason !== null) this.post({ type: 'refused', change, reason });
      },
      (error: unknown) => this.host.report(error),
    );
  }

  private hydrate(): void {
    this.isBehind = true;
    if (!this.hasLoaded || !this.shown.visible) return;
    this.isBehind = false;
    const { strings } = this.host;
    this.post({
      type: 'hydrate',
      view: this.store?.view() ?? null,
      strings,
      hidden: this.host.hiddenControls(),
    });
    this.postComparison();
    this.deliver();
  }

  private postComparison(): void {
    const runs = this.selected.map((run) => this.store?.runs.get(run)).filter((run) => run !== undefined);
    if (runs.length > 0 && !this.isBehind) this.post({ type: 'runsCompared', comparison: compareRuns(runs) });
  }

  private deliver(): void {
    if (this.wanted && !this.isBehind) this.post({ type: 'show', view: this.wanted });
  }

  private postChange(change: ViewChange): void {
    if (this.isBehind) return;
    if (!this.shown.visible) {
      this.isBehind = true;
      return;
    }
    this.post(change);
    if (change.type === 'update' && change.view.runs) this.postComparison();
  }

  private post(message: ToView): void {
    Promise.resolve(this.shown.webview.postMessage(message)).catch((error: unknown) =>
      this.host.report(error),
    );
  }

  private unsubscribe(): void {
    this.store?.events.off('change', this.onChange).off('renewed', this.onRenewed);
  }
}
