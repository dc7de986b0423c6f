import * as l10n from '@vscode/l10n';
import type { ConfigChange, DescribedColumn, HandsOnView } from '../../src/protocol.js';
import { columnList, givenOptions, type ColumnControl } from './columnControl.js';

/** Returns the word for what a column contains. */
export function contentWord(content: DescribedColumn['content']): string {
  const words: Readonly<Record<DescribedColumn['content'], string>> = {
    number: l10n.t('number'),
    category: l10n.t('category'),
    boolean: l10n.t('boolean'),
    date: l10n.t('date'),
    text: l10n.t('text'),
    empty: l10n.t('empty'),
  };
  return words[content];
}

const types = ['number', 'category', 'boolean', 'date'] as const;

/** Creates the list of a column's types. The first option leaves the type to be inferred. */
export function createTypeControl(change: (made: ConfigChange) => void): ColumnControl {
  let name = '';
  const list = columnList((value) =>
    change({ type: 'columnOption', column: name, key: 'type', value: value === '' ? null : value }),
  );
  const update = (column: DescribedColumn, hands: HandsOnView | null): void => {
    ({ name } = column);
    const given = givenOptions(column, hands)?.type;
    const isGiven = given !== undefined && given !== null && given !== 'ignore';
    const inferred = isGiven ? l10n.t('inferred') : l10n.t('{0}, inferred', contentWord(column.content));
    const options = [{ value: '', text: inferred }, ...types.map((type) => ({ value: type, text: contentWord(type) }))]; // prettier-ignore
    list.update(options, isGiven ? given : '', l10n.t('Type of "{0}"', name), refusalOf(column, hands));
  };
  return { element: list.element, update };
}

function refusalOf({ role }: DescribedColumn, hands: HandsOnView | null): string | null {
  if (hands?.blocked) return hands.blocked;
  return role === 'ignored' ? l10n.t('Make the column an input first.') : null;
}
