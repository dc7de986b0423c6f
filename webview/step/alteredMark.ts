import * as l10n from '@vscode/l10n';
import type { PassView } from '../../src/protocol.js';
import { html, icon, show } from '../dom.js';

/** Returns a text that names the values changed by hand; null if there are none. */
export function alteredText({ altered }: PassView): string | null {
  if (altered.length === 0) return null;
  return l10n.t('Changed by hand: {0}. All other numbers here follow from it.', altered.join(', '));
}

interface AlteredMark {
  readonly element: HTMLElement;
  update(pass: PassView | null): void;
}

/**
 * Creates a mark beside numbers that depend on values changed by hand, since the notice may be scrolled out of view.
 */
export function createAlteredMark(): AlteredMark {
  return createMark(l10n.t('changed by hand'), alteredText);
}

/** Creates the mark for the run bar, whose own numbers do not depend on the pass. */
export function createAlteredPassMark(): AlteredMark {
  return createMark(l10n.t('pass changed by hand'), ({ altered }) =>
    altered.length === 0
      ? null
      : l10n.t('The pass has values changed by hand: {0}. The run does not have them.', altered.join(', ')),
  );
}

function createMark(words: string, describe: (pass: PassView) => string | null): AlteredMark {
  const element = html('span', { class: 'altered-mark', hidden: true }, icon('edit'), words);
  return {
    element,
    update: (pass) => {
      const text = pass && describe(pass);
      show(element, text !== null);
      element.title = text ?? '';
    },
  };
}
