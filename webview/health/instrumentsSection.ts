import * as l10n from '@vscode/l10n';
import { html, show } from '../dom.js';
import { lazyView } from '../lazyView.js';
import type { Store } from '../store.js';
import type { EpochCursor } from '../timeline/epochCursor.js';
import { remember, remembered } from '../vscode.js';

/** Creates the folded section of the instruments below the charts. Its contents are loaded when it is first opened. */
export function createInstrumentsSection(
  store: Store,
  cursor: EpochCursor,
): { readonly element: HTMLElement; update(): void } {
  const body = lazyView(async () =>
    (await import('./instruments.js')).createInstruments(store, cursor),
  ); // prettier-ignore
  const details = html('details', { open: remembered().instrumentsOpen ?? false });
  details.append(html('summary', {}, html('h2', {}, l10n.t('Instruments'))), body.element);
  details.addEventListener('toggle', () => {
    remember({ instrumentsOpen: details.open });
    update();
  });
  const element = html(
    'section',
    { class: 'instruments folded', 'aria-label': l10n.t('Instruments') },
    details,
  );
  const update = (): void => {
    const { view } = store;
    show(element, view?.kind !== 'function');
    if (details.open) body.update();
  };
  return { element, update };
}
