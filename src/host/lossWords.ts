import * as l10n from '@vscode/l10n';
import type { Loss } from './workerThread.js';

/** Says why a session has lost its thread, to be read after a colon. */
export function reasonOf(loss: Loss): string {
  switch (loss.kind) {
    case 'died':
      return loss.reason;
    case 'unresponsive':
      return l10n.t('its worker did not answer');
    case 'displaced':
      return l10n.t('its worker did not answer another config');
  }
}
