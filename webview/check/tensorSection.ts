import * as l10n from '@vscode/l10n';
import type { CheckResult, EntryCheck, TensorCheck } from '../../src/protocol.js';
import { html, icon, unseen } from '../dom.js';
import { formatCount, formatValue } from '../format.js';
import { errorText, tensorTitle, verdictIcons, verdictWord, type Verdict } from './words.js';

/** Creates the rows of the tensors' verdicts. Rows with failures show their worst numbers. */
export function tensorSection({ tensors }: CheckResult, open: Map<string, boolean>): HTMLElement {
  const header = [
    l10n.t('Tensor'),
    l10n.t('Checked'),
    l10n.t('Wrong'),
    l10n.t('Kinks'),
    l10n.t('Relative error'),
  ];
  const head = html('tr', {}, ...header.map((text) => html('th', { scope: 'col' }, text)));
  const bodies = tensors.flatMap((tensor) => tensorRows(tensor, open, header.length));
  const table = html('table', { class: 'tensors' }, html('thead', {}, head), ...bodies);
  return html(
    'section',
    { 'aria-label': l10n.t('Tensors') },
    html('div', { class: 'section-header' }, html('h2', {}, l10n.t('Tensors'))),
    table,
  );
}

function verdictOf({ failed, kinks }: TensorCheck): Verdict {
  if (failed > 0) return 'fail';
  return kinks > 0 ? 'kink' : 'pass';
}

export function verdictIcon(verdict: Verdict): HTMLElement {
  const glyph = icon(verdictIcons[verdict]);
  glyph.classList.add(`verdict-${verdict}`);
  return glyph;
}

function tensorRows(tensor: TensorCheck, open: Map<string, boolean>, columns: number): HTMLElement[] {
  const title = tensorTitle(tensor);
  const verdict = verdictOf(tensor);
  const details = html('td', { colspan: columns, class: 'entries' }, entryTable(tensor));
  const body = html('tbody', {}, html('tr', {}, details));
  const chevron = icon('chevron-right');
  const name = html('span', {}, title);
  const button = html('button', { class: 'row-toggle', type: 'button' }, chevron, verdictIcon(verdict), name);
  const look = (isOpen: boolean): void => {
    body.hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
    chevron.className = `codicon codicon-chevron-${isOpen ? 'down' : 'right'}`;
  };
  look(open.get(title) ?? verdict !== 'pass');
  button.addEventListener('click', () => {
    open.set(title, body.hidden !== false);
    look(body.hidden !== false);
  });
  const { checked, failed, kinks, maxRelativeError } = tensor;
  const numbers = [
    formatCount(checked),
    formatCount(failed),
    formatCount(kinks),
    errorText(maxRelativeError),
  ];
  const row = html(
    'tr',
    { 'data-verdict': verdict },
    html('th', { scope: 'row' }, button),
    ...numbers.map((text) => html('td', {}, text)),
  );
  return [html('tbody', {}, row), body];
}

function entryTable({ checked, entries }: TensorCheck): HTMLElement {
  const header = ['∂E/∂…', l10n.t('Backpropagation'), l10n.t('Numeric'), '±', l10n.t('Relative error')];
  const head = html('tr', {}, ...header.map((text) => html('th', { scope: 'col' }, text)));
  const kink = entries.find(({ kinkWords }) => kinkWords !== null)?.kinkWords ?? null;
  const more =
    entries.length < checked ? l10n.t('The worst {0} of {1}.', entries.length, formatCount(checked)) : null;
  const notes = [kink, more].filter((text) => text !== null);
  return html(
    'div',
    {},
    html('table', {}, html('thead', {}, head), html('tbody', {}, ...entries.map(entryRow))),
    ...notes.map((text) => html('p', { class: 'muted' }, text)),
  );
}

function entryRow({
  name,
  analytic,
  numeric,
  numericError,
  relativeError,
  verdict,
}: EntryCheck): HTMLElement {
  const numbers = [
    formatValue(analytic, 7),
    formatValue(numeric, 7),
    errorText(numericError),
    errorText(relativeError),
  ];
  const label = unseen({}, verdictWord(verdict));
  return html(
    'tr',
    { 'data-verdict': verdict },
    html('th', { scope: 'row' }, verdictIcon(verdict), name, label),
    ...numbers.map((text) => html('td', {}, text)),
  );
}
