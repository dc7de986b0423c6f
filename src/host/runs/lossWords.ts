import * as l10n from '@vscode/l10n';
import type { Loss } from './workerThread.js';

/** Returns the reason why a session has lost its thread, as a clause that follows a colon. */
export function reasonOf(loss: Loss): string {
  switch (loss.kind) {
    case 'died':
      return loss.reason;
    case 'unresponsive':
      return l10n.t('its worker did not respond');
    case 'displaced':
      return l10n.t('its worker did not respond to another config');
  }
}
