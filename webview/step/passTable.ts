import * as l10n from '@vscode/l10n';
import type { PassView, StepView } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import { formatCount } from '../format.js';
import { button } from '../toolkit.js';
import { stepping } from '../vscode.js';
import { createAlteredMark } from './alteredMark.js';

/**
 * Creates the table of the pass so far, one row per step, the newest last. Each row opens its step, and the table can
 * be copied.
 */
export function createPassTable(): {
  readonly element: HTMLElement;
  update(pass: PassView, step: StepView): void;
} {
  const copy = button('secondary', () => stepping({ name: 'copy' }));
  copy.look({
    label: l10n.t('Copy'),
    icon: 'copy',
    title: l10n.t('Copy the pass so far, to paste it into a spreadsheet'),
    disabled: null,
  });
  const title = l10n.t('The pass so far');
  const left = html('p', { class: 'muted' });
  const heads = [l10n.t('Step'), l10n.t('Quantity'), l10n.t('Formula'), l10n.t('Value')];
  const widths = ['place', 'what', 'how', 'value'].map((name) => html('col', { class: `pass-${name}` }));
  const head = html('thead', {}, html('tr', {}, ...heads.map((text) => html('th', { scope: 'col' }, text))));
  const body = html('tbody', {});
  const table = html('table', { class: 'pass' }, html('colgroup', {}, ...widths), head, body);
  const scroll = html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title }, table);
  const mark = createAlteredMark();
  const header = html('div', { class: 'section-header' }, html('h2', {}, title), mark.element, copy.element);
  const element = html('section', { class: 'pass-table', 'aria-label': title }, header, left, scroll);
  body.addEventListener('click', ({ target }) => {
    const row = target instanceof Element ? target.closest<HTMLElement>('tr') : null;
    if (row) stepping({ name: 'go', index: Number(row.dataset.index) });
  });
  let shown: StepView['rows'] = [];
  /** The width grows in increments and never shrinks, so that the columns do not move. */
  let longest = 0;
  const update = (pass: PassView, { rows }: StepView): void => {
    mark.update(pass);
    if (rows === shown) return;
    shown = rows;
    const earlier = rows[0].index;
    show(left, earlier > 0);
    setText(left, l10n.t('{0} earlier steps are not shown here. Copy includes them.', formatCount(earlier)));
    longest = Math.max(longest, ...rows.map(({ value }) => Math.ceil(value.length / 7) * 7));
    table.style.setProperty('--value-length', String(longest));
    body.replaceChildren(...rows.map((row, at) => rowElement(row, at === rows.length - 1)));
    scroll.scrollTop = scroll.scrollHeight;
  };
  return { element, update };
}

function rowElement(
  { index, words, formula, value }: StepView['rows'][number],
  current: boolean,
): HTMLElement {
  const number = html('button', { class: 'link', type: 'button' }, String(index + 1));
  return html(
    'tr',
    { 'data-index': index, 'aria-current': current ? 'step' : null },
    html('td', {}, number),
    html('td', { class: 'words' }, words),
    html('td', { class: 'words' }, ...breakable(formula)),
    html('td', {}, trueMinus(value)),
  );
}

/** Returns the formula with line breaks allowed after product signs, but not within a number. */
function breakable(formula: string): (string | Node)[] {
  const parts = trueMinus(formula).split(/(?<=·)/);
  return parts.flatMap((part, at) => (at === 0 ? [part] : [html('wbr'), part]));
}

/** Replaces hyphens by minus signs, since a line may break after a hyphen, as in 7e-17, but not after a minus sign. */
const trueMinus = (text: string): string => text.replaceAll('-', '−');
