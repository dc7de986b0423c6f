import * as l10n from '@vscode/l10n';
import type { GradesView } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import { post } from '../vscode.js';
import { createGradesHead } from './gradesHead.js';
import { createGradesTable } from './gradesTable.js';
import { createMistakeBars } from './mistakeBars.js';

/** Creates the view of a class's answers: how they did, how often each mistake was made, and a row for each. */
export function createGradesView(): { readonly element: HTMLElement; update(view: GradesView): void } {
  /** The mistake whose answers are listed; null for all. */
  let chosen: string | null = null;
  let shown: GradesView | null = null;
  const head = createGradesHead();
  const bars = createMistakeBars((key) => {
    chosen = key === chosen ? null : key;
    if (shown) update(shown);
  });
  const table = createGradesTable((file) => post({ type: 'openAnswer', file }));
  const reason = html('p', { class: 'grades-reason', role: 'alert' });
  const content = html('div', { class: 'grades-content' }, bars.element, table.element);
  const element = html('main', { class: 'grades', 'aria-label': l10n.t('Grades') }, head.element, reason, content);
  const update = (view: GradesView): void => {
    shown = view;
    if (!view.mistakes.some(({ key }) => key === chosen)) chosen = null;
    head.update(view);
    setText(reason, view.reason ?? '');
    show(reason, view.reason !== null);
    show(content, view.answers.length > 0);
    bars.update(view, chosen);
    table.update(view.answers, chosen);
  };
  return { element, update };
} // prettier-ignore
