import * as l10n from '@vscode/l10n';
import type { RunStatus } from '../src/protocol.js';
import { html, setAttributes } from './dom.js';

/** Creates the progress line, which shows the loaded share of the data and then the share of completed epochs. */
export function progressLine(): { readonly element: HTMLElement; update(status: RunStatus | null): void } {
  const filled = html('div', { class: 'progress-filled' });
  const element = html(
    'div',
    { class: 'progress', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100 },
    filled,
  );
  const update = (status: RunStatus | null): void => {
    const loading = status?.state === 'loading';
    const fraction = fractionOf(status);
    element.classList.toggle('unknown', fraction === null);
    setAttributes(element, {
      'aria-label': loading ? l10n.t('Data loaded') : l10n.t('Epochs done'),
      'aria-valuenow': fraction === null ? null : Math.round(fraction * 100),
    });
    filled.style.width = fraction === null ? '' : `${(fraction * 100).toFixed(2)}%`;
  };
  return { element, update };
}

/** Returns the completed share; null where the total is not known. */
function fractionOf(status: RunStatus | null): number | null {
  if (!status) return 0;
  if (status.state === 'loading') return status.loaded;
  return status.epochs > 0 ? Math.min(1, status.epoch / status.epochs) : 0;
}
