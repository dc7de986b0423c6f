import type { ColumnOptions, ColumnType, MissingRule, NetworkConfig } from '../spec.js';
import type { ColumnChange, ColumnSetting } from './configChange.js';
import { withColumns } from './columnsText.js';
import { changedAt, nodeAt, typeAt, without } from './textEdits.js';

/** Returns the text of a config with another type or another rule for the missing cells of a column; null removes it. */
export function withColumnOption(
  text: string,
  config: NetworkConfig,
  { column, key, value }: Extract<ColumnChange, { type: 'columnOption' }>,
): string {
  const path = ['data', 'columns', column];
  switch (typeAt(text, path)) {
    case undefined:
      return value === null ? text : withColumns(text, { [column]: settingOf(key, value) });
    case 'object': {
      const changed = changedAt(text, [...path, key], value ?? undefined);
      const fitting = key === 'type' ? withoutMisfits(changed, config, column, value) : changed;
      const isEmpty = nodeAt(fitting, path)?.children?.length === 0;
      return isEmpty ? withColumns(fitting, { [column]: null }) : fitting;
    }
    default: {
      const { type = null } = optionsOf(config, column) ?? {};
      if (key === 'type') return withColumns(text, { [column]: value as ColumnType | null });
      return value === null || !type ? text : withColumns(text, { [column]: { type, missing: value } });
    }
  }
}

/** Returns the text of a config in which a column is an input or is ignored. */
export function withColumnUse(
  text: string,
  config: NetworkConfig,
  { column, isInput, as }: Extract<ColumnChange, { type: 'columnUse' }>,
): string {
  const features = featuresOf(config);
  const type = optionsOf(config, column)?.type ?? null;
  const option = (value: ColumnType | null): string =>
    withColumnOption(text, config, { type: 'columnOption', column, key: 'type', value });
  if (!isInput)
    return features ? without(text, ['data', 'features', features.indexOf(column)]) : option('ignore');
  const typed = type === 'ignore' || (type === null && as !== null) ? option(as) : text;
  return features && !features.includes(column) ? changedAt(typed, ['data', 'features', -1], column) : typed;
}

export const featuresOf = ({ data }: NetworkConfig): readonly string[] | null =>
  data.kind === 'table' ? data.features : null;

export const optionsOf = ({ data }: NetworkConfig, column: string): ColumnOptions | undefined =>
  data.kind === 'table' ? data.options.columns.findLast(({ name }) => name === column) : undefined;

const settingOf = (key: 'type' | 'missing', value: string | number): ColumnSetting =>
  key === 'type' ? (value as ColumnType) : { missing: value };

/** Removes the options of a column that a new type does not have. */
function withoutMisfits(
  text: string,
  config: NetworkConfig,
  column: string,
  type: string | number | null,
): string {
  const path = ['data', 'columns', column];
  const missing = optionsOf(config, column)?.missing ?? null;
  const fitting = missing && !isRuleFor(missing, type) ? without(text, [...path, 'missing']) : text;
  return type === 'category' ? fitting : without(fitting, [...path, 'categories']);
}

function isRuleFor(rule: MissingRule, type: string | number | null): boolean {
  if (rule === 'mean' || rule === 'median') return type !== 'category';
  if (typeof rule === 'string' || type === null || type === 'ignore') return true;
  return (typeof rule.value === 'number') === (type === 'number' || type === 'date');
}
