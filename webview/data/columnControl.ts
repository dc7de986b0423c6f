import type { DescribedColumn, HandsOnView } from '../../src/protocol.js';
import { setAttributes } from '../dom.js';
import { optionList, type Option } from '../handsOn/controls.js';

/** What the file says about a column. */
export type GivenOptions = NonNullable<HandsOnView['table']>['columns'][number];

export interface ColumnControl {
  readonly element: HTMLElement;
  update(column: DescribedColumn, hands: HandsOnView | null): void;
}

/** Returns what the file says about a column; undefined where it says nothing. */
export const givenOptions = (
  { name }: DescribedColumn,
  hands: HandsOnView | null,
): GivenOptions | undefined => hands?.table?.columns.findLast((column) => column.name === name);

/** A list of options of one column. */
export interface ColumnList {
  readonly element: HTMLSelectElement;
  /** @param refusal the reason why nothing can be chosen; null where something can */
  update(options: readonly Option[], chosen: string, label: string, refusal: string | null): void;
}

/** Creates a list of options whose choice is reported and then stays until the file says something else. */
export function columnList(changed: (value: string) => void): ColumnList {
  const list = optionList(changed);
  const update: ColumnList['update'] = (options, chosen, label, refusal) => {
    list.update(options, chosen);
    setAttributes(list.element, { 'aria-label': label, title: refusal, disabled: refusal !== null });
  };
  return { element: list.element, update };
}
