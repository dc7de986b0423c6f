import * as l10n from '@vscode/l10n';
import type { DiagnosisView, Typeset } from '../../src/protocol.js';
import { html } from '../dom.js';
import { createFormula } from '../step/formula.js';

/** Creates the wrong formula beside the right one, and below them one number worked through both ways. */
export function formulaPairs({ wrote, right, worked }: NonNullable<DiagnosisView['formulas']>): HTMLElement {
  return html(
    'div',
    { class: 'formula-pairs' },
    side('wrote', l10n.t('You computed'), wrote),
    side('right', l10n.t('Right'), right),
    ...(worked
      ? [
          side('wrote', l10n.t('Your number'), worked.wrote),
          side('right', l10n.t('The right number'), worked.right),
        ]
      : []),
  );
}

function side(kind: 'wrote' | 'right', title: string, formula: Typeset): HTMLElement {
  const typeset = createFormula(
    () => false,
    () => undefined,
  );
  typeset.show(formula, {});
  return html(
    'figure',
    { class: 'formula-side', 'data-side': kind },
    html('figcaption', { class: 'muted' }, title),
    html(
      'div',
      { class: 'formula-scroll', tabindex: 0, role: 'group', 'aria-label': title },
      typeset.element,
    ),
  );
}
