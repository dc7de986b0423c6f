import type { DataColumn } from '../../engine/model/dataColumn.js';
import type { TableSurvey } from './tableSurvey.js';
import { targetTask } from './targetTask.js';

/** Names that hardly any column has but the one to predict. */
const certain =
  /^(target|labels?|class|classes|y|outcomes?|response|diagnosis|survived|species|churn(ed)?|attrition|default|exited)$/i;
/** Words in the names of columns that are predicted more often than not. */
const probable =
  /(^|[^a-z])(target|label|class|outcome|response|diagnosis|survived|species|churn|price|quality|salary|wages?|income|fraud|spam|died|medv|mpg)($|[^a-z])|Price$/i;

/**
 * Returns the columns that a network can learn to predict, the likeliest first: by its name, else a first one that says
 * yes or no, as statisticians put the outcome in front, else the last one.
 */
export function likelyTargets({ columns, rows }: TableSurvey): readonly DataColumn[] {
  const possible = columns.filter((column) => targetTask(column, rows) !== null);
  const usable = possible.filter(({ reason }) => reason === null);
  const [first, last] = [usable.at(0), usable.at(-1)];
  const isFirst = first?.content === 'boolean' && last && targetTask(last, rows) === 'regression';
  const likelihood = (column: DataColumn): number => {
    if (column.reason !== null) return 0;
    if (certain.test(column.name)) return 5;
    if (probable.test(column.name)) return 4;
    if (isFirst && column === first) return 3;
    return column === last ? 2 : 1;
  };
  // Of two that are as likely, the later one is the target in most tables.
  return [...possible].sort((a, b) => likelihood(b) - likelihood(a) || b.index - a.index);
}
