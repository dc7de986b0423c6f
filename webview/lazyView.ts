import * as l10n from '@vscode/l10n';
import { html } from './dom.js';

export interface View {
  readonly element: HTMLElement;
  update(): void;
}

export interface LazyView<V extends View> extends View {
  /** Calls `use` with the view once its code has been loaded. */
  whenLoaded(use: (view: V) => void): void;
}

/**
 * Creates a view whose code is loaded when it is first needed, so that the page's first picture does not wait for it.
 * Until then its place is marked as busy.
 */
export function lazyView<V extends View>(load: () => Promise<V>): LazyView<V> {
  const element = html('div', { class: 'lazy' });
  let view: V | null = null;
  let loading: Promise<void> | null = null;
  const uses: ((view: V) => void)[] = [];
  const start = (): void => {
    element.ariaBusy = 'true';
    loading ??= load().then(arrived, () => {
      element.ariaBusy = null;
      element.textContent = l10n.t('This part could not be loaded. Close the panel and open it again.');
    });
  };
  const arrived = (loaded: V): void => {
    view = loaded;
    element.ariaBusy = null;
    element.replaceChildren(loaded.element);
    for (const use of uses.splice(0)) use(loaded);
    loaded.update();
  };
  return {
    element,
    update: () => {
      if (view) view.update();
      else if (!loading) start();
    },
    whenLoaded: (use) => {
      if (view) use(view);
      else {
        uses.push(use);
        if (!loading) start();
      }
    },
  };
}
