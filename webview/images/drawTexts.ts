import * as l10n from '@vscode/l10n';
import type { DrawTexts } from './drawPad.js';

/** Returns the texts of a drawing in the user's language. */
export const drawTexts = (): DrawTexts => ({
  drawing: l10n.t('Drawing'),
  seen: l10n.t('The drawing in the size of the data'),
  hint: l10n.t(
    'Draw with the pointer. With the keyboard: arrow keys move the pen, Space lowers or lifts it, Delete clears.',
  ),
  clear: l10n.t('Clear'),
});
