import * as l10n from '@vscode/l10n';
import type { ToView } from '../src/protocol.js';
import { createPainter } from './painter.js';
import { Store } from './store.js';
import { post, remember } from './vscode.js';

export interface Page {
  readonly elements: readonly HTMLElement[];
  /** Writes the store's state into the elements. */
  update(): void;
}

/** Starts a page: it reports that it has loaded, receives the full state once, and then follows the changes. */
export function start(build: (store: Store, repaint: () => void) => Page): void {
  const store = new Store();
  let page: Page | null = null;
  const requestPaint = createPainter(() => page?.update());
  window.addEventListener('message', ({ data }: MessageEvent<ToView>) => {
    const change = store.receive(data);
    if (data.type === 'hydrate' && !page) {
      l10n.config({ contents: data.strings });
      page = build(store, () => requestPaint('now'));
      document.getElementById('first-frame')?.remove();
      document.body.append(...page.elements);
    }
    if (data.type === 'hydrate') document.body.dataset.hidden = data.hidden.join(' ');
    if (data.type === 'show') post({ type: 'shown', view: data.view });
    // The editor uses this state to restore a panel after a reload.
    if (data.type === 'hydrate' && data.view) remember({ uri: data.view.uri });
    if (change !== 'nothing') requestPaint(isBeginning(store) ? 'later' : change === 'view' ? 'now' : 'soon');
  });
  // The elapsed time advances between messages.
  window.setInterval(() => {
    if (store.view?.status?.state === 'training') requestPaint('soon');
  }, 500);
  post({ type: 'loaded' });
}

/**
 * Returns whether a run is about to start. Its values usually follow at once, and an empty drawing before them would
 * flicker.
 */
function isBeginning({ view, snapshot }: Store): boolean {
  const state = view?.status?.state;
  return state === 'loading' || (state === 'ready' && view?.kind === 'network' && snapshot === null);
}
