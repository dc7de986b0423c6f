import * as l10n from '@vscode/l10n';
import type { ConfigChange, DescribedColumn, HandsOnView } from '../../src/protocol.js';
import { html, setAttributes, show } from '../dom.js';
import { columnList, givenOptions, type ColumnControl, type GivenOptions } from './columnControl.js';

/** The option that shows the field for a value. */
const ofValue = 'value';

/** Creates the list of what is done about a column's gaps, with a field for a value that fills them. */
export function createMissingControl(change: (made: ConfigChange) => void): ColumnControl {
  let present: DescribedColumn | null = null;
  let isEntering = false;
  const write = (value: string | number | null): void => {
    if (present) change({ type: 'columnOption', column: present.name, key: 'missing', value });
  };
  const field = html('input', { type: 'text' });
  const list = columnList((value) => {
    isEntering = value === ofValue;
    show(field, isEntering);
    if (isEntering) field.focus();
    else write(value === '' ? null : value);
  });
  field.addEventListener('change', () => {
    isEntering = false;
    if (present && field.value.trim() !== '') write(valueOf(field.value.trim(), present));
  });
  const element = html('div', { class: 'data-gaps' }, list.element, field);
  const update = (column: DescribedColumn, hands: HandsOnView | null): void => {
    present = column;
    const rule = givenOptions(column, hands)?.missing ?? null;
    show(element, column.role === 'input' && (column.missing > 0 || rule !== null));
    const chosen = isEntering || isValue(rule) ? ofValue : (rule ?? '');
    list.update(
      rulesOf(column),
      chosen,
      l10n.t('Missing cells of "{0}"', column.name),
      hands?.blocked ?? null,
    );
    setAttributes(field, {
      'aria-label': l10n.t('Value for missing cells of "{0}"', column.name),
      disabled: hands?.blocked !== null,
      inputmode: isNumeric(column) ? 'decimal' : 'text',
    });
    show(field, chosen === ofValue);
    if (isValue(rule) && document.activeElement !== field) field.value = String(rule.value);
  };
  return { element, update };
}

type Rule = GivenOptions['missing'];
const isValue = (rule: Rule): rule is Extract<Rule, { value: unknown }> => typeof rule === 'object' && rule !== null; // prettier-ignore

const isNumeric = ({ content }: DescribedColumn): boolean => content === 'number' || content === 'date';

/** Returns an entered value as the file has it: a number where the column has numbers. */
function valueOf(text: string, column: DescribedColumn): string | number {
  const number = Number(text);
  return isNumeric(column) && Number.isFinite(number) ? number : text;
}

function rulesOf(column: DescribedColumn) {
  const usual = column.content === 'boolean' ? l10n.t('most frequent value (default)') : l10n.t('mean (default)'); // prettier-ignore
  const isCategory = column.content === 'category';
  return [
    { value: '', text: isCategory ? l10n.t('a category of their own (default)') : usual },
    ...(isCategory
      ? []
      : [
          { value: 'mean', text: l10n.t('mean') },
          { value: 'median', text: l10n.t('median') },
        ]),
    { value: 'mostFrequent', text: l10n.t('most frequent value') },
    { value: ofValue, text: l10n.t('a value …') },
    { value: 'dropRow', text: l10n.t('leave out the rows') },
    { value: 'error', text: l10n.t('report an error') },
  ];
}
