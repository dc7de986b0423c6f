import * as vscode from 'vscode';
import type { FromView, StepCommand, StepOptions, StepTarget, ToView } from '../../protocol.js';
import type * as steps from './stepView.js';
import { moveBy } from './stepViewMove.js';
import type * as passes from './stepViewPass.js';
import { messageOf } from '../editor/prompts.js';
import { StepMark } from './stepViewReveal.js';
import type { Shown } from '../pages/viewLink.js';
import type { OpenWalk, Walks } from './walks.js';

export interface StepViewHost {
  readonly walks: Walks;
  report(error: unknown): void;
}

type Views = typeof steps & typeof passes;

/** The number of passes sent to all pages, so that each pass has a unique id. */
let sent = 0;

/** Keeps a page's Step view at the cursor of its config's walk while it is visible. */
export class StepViewLink implements vscode.Disposable {
  private open: OpenWalk | null = null;
  /** Releases the walk that was shown last. It is kept while the page shows another view, so that the step is not lost. */
  private release: (() => void) | null = null;
  private options: StepOptions | null = null;
  private pass = 0;
  /** What formats a pass and its steps, loaded when the first pass is shown. */
  private views: Views | null = null;
  private readonly mark = new StepMark();
  private readonly subscriptions: readonly Pick<vscode.Disposable, 'dispose'>[];
  private readonly onMoved = (): void => this.postStep();
  private readonly onChanged = (): void => this.postPass();

  constructor(
    private readonly shown: Shown,
    private readonly uri: () => vscode.Uri,
    private readonly host: StepViewHost,
  ) {
    this.subscriptions = [
      shown.webview.onDidReceiveMessage((message: FromView) => {
        if (message.type === 'stepping')
          this.receive(message.command).catch((error: unknown) => this.fail(error));
        if (message.type === 'stepFromViewed')
          this.stepFromViewed().catch((error: unknown) => this.fail(error));
        if (message.type === 'stepTo')
          this.stepTo(message.target).catch((error: unknown) => this.fail(error));
      }),
      host.walks.onDidOpen((open) => {
        const isShown = this.views && this.options && open.uri.toString() === this.uri().toString();
        if (isShown) this.follow(open);
      }),
      this.mark,
    ];
  }

  /** Sends the pass again, since a hidden page has not received updates. */
  becameVisible(): void {
    if (this.open) this.postPass();
  }

  dispose(): void {
    this.leave();
    this.release?.();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async receive(command: StepCommand): Promise<void> {
    if (command.name === 'watch') return this.watch(command.options);
    if (command.name === 'unwatch') {
      this.options = null;
      this.leave();
      return;
    }
    if (command.name === 'restart') {
      await this.host.walks.of(this.uri(), { replace: true, weights: command.weights });
      return;
    }
    if (!this.views || !this.open || !this.options) return;
    if (command.name === 'copy') {
      await vscode.env.clipboard.writeText(this.views.copiedRows(this.open.walk, this.options.digits));
      return;
    }
    const { walk } = this.open;
    await moveBy(command, walk);
    if (command.name === 'nextPass' && walk.outcome) this.postPass();
  }

  private async stepFromViewed(): Promise<void> {
    this.post({ type: 'show', view: 'step' });
    await this.host.walks.of(this.uri(), { replace: true, weights: 'viewed' });
  }

  private async stepTo({ place, sample }: StepTarget): Promise<void> {
    this.post({ type: 'show', view: 'step' });
    const { walk } = await this.host.walks.of(this.uri(), { replace: true, weights: 'initial' });
    const shown = walk.rows.indexOf(sample);
    if (shown >= 0) walk.showSample(shown);
    walk.go(walk.trace.indexOf(place) ?? 0);
  }

  private async watch(options: StepOptions): Promise<void> {
    const isNew = this.options === null;
    this.options = options;
    if (!isNew && this.open) {
      this.postStep();
      return;
    }
    this.views ??= { ...(await import('./stepView.js')), ...(await import('./stepViewPass.js')) };
    const open = await this.host.walks.of(this.uri());
    // The event of the new walk may have been handled already, or the view may have been closed meanwhile.
    if (this.isWatched() && open !== this.open) this.follow(open);
  }

  private isWatched(): boolean {
    return this.options !== null;
  }

  private follow(open: OpenWalk): void {
    this.leave();
    const release = this.host.walks.keep(open);
    this.release?.();
    this.release = release;
    this.open = open;
    open.walk.events.on('moved', this.onMoved).on('changed', this.onChanged).on('stale', this.onChanged);
    this.postPass();
  }

  private leave(): void {
    if (!this.open) return;
    const { walk, uri } = this.open;
    walk.events.off('moved', this.onMoved).off('changed', this.onChanged).off('stale', this.onChanged);
    this.mark.clear(uri);
    this.open = null;
  }

  private postPass(): void {
    if (!this.views || !this.open || !this.shown.visible) return;
    this.pass = ++sent;
    this.post({ type: 'pass', pass: this.views.passView(this.open.walk, this.pass), reason: null });
    this.postStep();
  }

  private postStep(): void {
    if (!this.views || !this.open || !this.options || !this.shown.visible) return;
    this.post({ type: 'step', step: this.views.stepView(this.open.walk, this.options, this.pass) });
    this.mark.show(this.open);
  }

  /** Shows the error in place of the pass, because the config cannot be stepped through or a command failed. */
  private fail(error: unknown): void {
    this.leave();
    this.post({ type: 'pass', pass: null, reason: messageOf(error) });
  }

  private post(message: ToView): void {
    Promise.resolve(this.shown.webview.postMessage(message)).catch((error: unknown) =>
      this.host.report(error),
    );
  }
}
