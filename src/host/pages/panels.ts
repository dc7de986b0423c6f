import * as vscode from 'vscode';
import type { PanelViewName } from '../../protocol.js';
import { pageFolder, pageHtml } from './page.js';
import { columnForPanel, isPanelTab } from './panelColumn.js';
import type { Training } from '../runs/training.js';
import { StepViewLink, type StepViewHost } from '../steps/stepViewLink.js';
import { uncoverPanels } from './uncoverPanels.js';
import { ViewLink, type ViewLinkHost } from './viewLink.js';

export const panelType = 'backprop.panel';

/** Returns the URI of the config that a restored page's state names; null if there is none. */
function rememberedUri(state: unknown): string | null {
  if (typeof state !== 'object' || state === null || !('uri' in state)) return null;
  return typeof state.uri === 'string' ? state.uri : null;
}

interface Opened {
  readonly panel: vscode.WebviewPanel;
  readonly link: ViewLink;
}

/** The panels, at most one for each config. */
export class Panels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly opened = new Map<Training, Opened>();
  private readonly focused = new vscode.EventEmitter<Training>();
  private readonly created = new vscode.EventEmitter<Training>();
  private readonly closed = new vscode.EventEmitter<Training>();
  private readonly registration: vscode.Disposable;
  /** The panel that was the active editor last. */
  private front: vscode.WebviewPanel | null = null;
  /** Fires when a panel becomes the active editor. */
  readonly onDidFocus = this.focused.event;
  readonly onDidOpen = this.created.event;
  readonly onDidClose = this.closed.event;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly host: ViewLinkHost & StepViewHost,
    private readonly trainingOf: (uri: vscode.Uri) => Promise<Training>,
  ) {
    this.registration = vscode.Disposable.from(
      vscode.window.registerWebviewPanelSerializer(panelType, this),
      uncoverPanels(panelType, (from, to) => this.move(from, to)),
    );
  }

  has(training: Training): boolean {
    return this.opened.has(training);
  }

  isVisible(training: Training): boolean {
    return this.opened.get(training)?.panel.visible ?? false;
  }

  /** The config whose panel is the active editor. */
  get active(): Training | null {
    for (const [training, { panel }] of this.opened) if (panel.active) return training;
    return null;
  }

  /** Opens the panel and shows a view; if `view` is null, the view that was shown last. */
  open(training: Training, preserveFocus: boolean, view: PanelViewName | null = null): void {
    const present = this.opened.get(training)?.panel;
    if (present) present.reveal(undefined, preserveFocus);
    else this.create(training, preserveFocus);
    if (view) this.opened.get(training)?.link.bringToFront(view);
  }

  /** Sends everything to the open pages again. */
  renew(): void {
    for (const { link } of this.opened.values()) link.renew();
  }

  close(training: Training): void {
    this.opened.get(training)?.panel.dispose();
  }

  private create(training: Training, preserveFocus: boolean): void {
    const unrestored = this.unrestoredTab(training);
    const viewColumn = unrestored?.group.viewColumn ?? columnForPanel(panelType, training.store.uri);
    const place = { viewColumn, preserveFocus };
    this.adopt(vscode.window.createWebviewPanel(panelType, '', place, this.options()), training);
    if (unrestored) void vscode.window.tabGroups.close(unrestored, true);
  }

  /**
   * Returns the tab of a panel that was open before the window was reloaded and is not restored yet: the editor restores
   * a panel in the background only when it is revealed. Only the title identifies such a tab.
   */
  private unrestoredTab({ store: { facts } }: Training): vscode.Tab | undefined {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const titles = new Set([...this.opened.values()].map(({ panel }) => panel.title));
    const found = tabs.filter((tab) => isPanelTab(tab, panelType) && tab.label === facts.name);
    return titles.has(facts.name) || found.length !== 1 ? undefined : found[0];
  }

  /** Moves all panels of a column to another one, the panel that was used last in front. */
  private move(from: vscode.ViewColumn, to: vscode.ViewColumn): void {
    const panels = [...this.opened.values()].map(({ panel }) => panel);
    const moved = panels.filter(({ viewColumn }) => viewColumn === from);
    for (const panel of moved.filter((each) => each !== this.front)) panel.reveal(to, true);
    if (this.front && moved.includes(this.front)) this.front.reveal(to, true);
  }

  /** Reveals the config's panel if another config's panel is visible in the same column. */
  follow(training: Training): void {
    const panel = this.opened.get(training)?.panel;
    if (!panel || panel.visible) return;
    const inFront = [...this.opened.values()].some(
      (other) => other.panel.visible && other.panel.viewColumn === panel.viewColumn,
    );
    if (inFront) panel.reveal(undefined, true);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const uri = rememberedUri(state);
    if (!uri) {
      panel.dispose();
      return;
    }
    const training = await this.trainingOf(vscode.Uri.parse(uri));
    const present = this.opened.get(training);
    if (present) {
      panel.dispose();
      present.panel.reveal(undefined, true);
      return;
    }
    panel.webview.options = this.options();
    this.adopt(panel, training);
  }

  /** Leaves the panels open: closed here, they would be missing when the window that is being reloaded is back. */
  dispose(): void {
    this.registration.dispose();
    for (const { link } of this.opened.values()) link.dispose();
  }

  private options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [pageFolder(this.extension)] };
  }

  private adopt(panel: vscode.WebviewPanel, training: Training): void {
    const link = new ViewLink(panel, this.host);
    const steps = new StepViewLink(panel, () => vscode.Uri.parse(training.store.uri), this.host);
    const updateTitle = (): void => {
      panel.title = training.store.facts.name;
    };
    this.opened.set(training, { panel, link });
    training.store.events.on('change', updateTitle);
    panel.onDidDispose(() => {
      training.store.events.off('change', updateTitle);
      link.dispose();
      steps.dispose();
      this.opened.delete(training);
      this.closed.fire(training);
    });
    panel.onDidChangeViewState(() => {
      if (panel.visible) {
        link.becameVisible();
        steps.becameVisible();
      }
      if (panel.active) {
        this.front = panel;
        this.focused.fire(training);
      }
    });
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.extension, 'media', 'language-light.svg'),
      dark: vscode.Uri.joinPath(this.extension, 'media', 'language-dark.svg'),
    };
    updateTitle();
    link.show(training);
    panel.webview.html = pageHtml(panel.webview, this.extension, 'panel');
    this.created.fire(training);
    this.focused.fire(training);
  }
}
