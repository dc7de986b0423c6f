import * as l10n from '@vscode/l10n';
import type { ConfigChange, DescribedColumn, HandsOnView } from '../../src/protocol.js';
import { html, setText } from '../dom.js';
import { formatCount, formatValue } from '../format.js';
import { distribution } from './distribution.js';
import { createMissingControl } from './missingControl.js';
import { relationCell } from './relationCell.js';
import { createTypeControl } from './typeControl.js';
import { createUseControl } from './useControl.js';

export interface ColumnRow {
  readonly element: HTMLElement;
  update(column: DescribedColumn, hands: HandsOnView | null): void;
}

/** Creates the row of a column, with controls for its type, its use and its gaps. */
export function createColumnRow(change: (made: ConfigChange) => void): ColumnRow {
  const name = html('th', { scope: 'row' });
  const type = createTypeControl(change);
  const use = createUseControl(change);
  const gaps = html('span');
  const missing = createMissingControl(change);
  const distinct = html('td', { class: 'number' });
  const relation = html('td');
  const values = html('td');
  const element = html(
    'tr',
    {},
    name,
    html('td', {}, type.element),
    html('td', {}, use.element),
    html('td', {}, gaps, missing.element),
    distinct,
    relation,
    values,
  );
  let shown: DescribedColumn | null = null;
  const update = (column: DescribedColumn, hands: HandsOnView | null): void => {
    for (const control of [type, use, missing]) control.update(column, hands);
    if (column === shown) return;
    shown = column;
    setText(name, column.name);
    setText(gaps, gapsText(column));
    setText(distinct, column.distinct === null ? '–' : formatCount(column.distinct));
    relation.replaceChildren(relationCell(column.relation));
    values.replaceChildren(distribution(column));
  };
  return { element, update };
}

function gapsText({ missing, fill }: DescribedColumn): string {
  const count = formatCount(missing);
  if (fill === null || missing === 0) return count;
  return l10n.t('{0}, filled with {1}', count, typeof fill === 'number' ? formatValue(fill) : fill);
}
