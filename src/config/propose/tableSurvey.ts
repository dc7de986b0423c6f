import type { DataColumn } from '../../engine/model/dataColumn.js';

/** What a table contains, before anything is known about what it is for. The role of each column is left open. */
export interface TableSurvey {
  readonly rows: number;
  readonly columns: readonly DataColumn[];
}
