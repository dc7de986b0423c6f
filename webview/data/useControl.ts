import * as l10n from '@vscode/l10n';
import type { ConfigChange, DescribedColumn, HandsOnView } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import { columnList, type ColumnControl } from './columnControl.js';

/** Creates the list of a column's uses, with the reason why it is ignored or the number of its inputs. */
export function createUseControl(change: (made: ConfigChange) => void): ColumnControl {
  let present: DescribedColumn | null = null;
  const list = columnList((value) => {
    if (present) change(changeTo(value, present));
  });
  const note = html('span', { class: 'muted data-note' });
  const element = html('div', {}, list.element, note);
  const update = (column: DescribedColumn, hands: HandsOnView | null): void => {
    present = column;
    list.update(usesOf(column), column.role, l10n.t('Use of "{0}"', column.name), refusalOf(column, hands));
    setText(note, noteOf(column));
    show(note, note.textContent !== '');
  };
  return { element, update };
}

function changeTo(use: string, { name, content, reason, asTarget }: DescribedColumn): ConfigChange {
  if (use === 'target') return { type: 'target', column: name, classes: asTarget?.classes ?? null };
  // A column that would be left out again needs a type. Where only the list of features leaves it out, a text does.
  const type = content === 'text' || content === 'empty' ? 'category' : content;
  const as = reason === 'features' && content !== 'text' ? null : type;
  return { type: 'columnUse', column: name, isInput: use === 'input', as: use === 'input' ? as : null };
}

function usesOf({ role, content, asTarget }: DescribedColumn) {
  const [input, target, ignored] = [
    { value: 'input', text: l10n.t('input') },
    { value: 'target', text: l10n.t('target') },
    { value: 'ignored', text: l10n.t('ignored') },
  ];
  if (role === 'target') return [target];
  return [...(content === 'empty' ? [] : [input]), ...(asTarget ? [target] : []), ignored];
}

function refusalOf({ role }: DescribedColumn, hands: HandsOnView | null): string | null {
  if (hands?.blocked) return hands.blocked;
  return role === 'target' ? l10n.t('Make another column the target instead.') : null;
}

function noteOf({ role, reason, inputs }: DescribedColumn): string {
  if (role === 'input') return inputs.length > 1 ? l10n.t('{0} inputs', inputs.length) : '';
  const reasons: Readonly<Record<NonNullable<DescribedColumn['reason']>, string>> = {
    config: l10n.t('as the file says'),
    features: l10n.t('not among the features'),
    identifier: l10n.t('it numbers the rows'),
    text: l10n.t('too many different texts'),
    date: l10n.t('dates'),
    constant: l10n.t('one value in all rows'),
    empty: l10n.t('no values'),
  };
  return reason ? reasons[reason] : '';
}
