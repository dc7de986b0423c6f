/** The messages between host and workers about a table that no config names. */
import type { Finding } from '../config/problem.js';
import type { TableSurvey } from '../config/propose/tableSurvey.js';

/** Work on a table. Closing the session cancels it. */
export type TableRequest =
  /** Reads what the columns of a table contain. */
  | { readonly type: 'survey'; readonly directory: string; readonly file: string }
  /** Predicts the rows of a table. */
  | {
      readonly type: 'predictTable';
      /** The model as a file, as `pack` returns it. */
      readonly model: Uint8Array;
      readonly directory: string;
      readonly file: string;
    };

export type TableAnswer =
  /** At most 10 a second: the fraction of the table that was read, or whose rows were predicted. */
  | { readonly type: 'tableProgress'; readonly fraction: number }
  /** Answers `survey`. There is no result where the findings say why the table cannot be read. */
  | {
      readonly type: 'surveyed';
      readonly survey: TableSurvey | null;
      readonly findings: readonly Finding[];
    }
  /** Answers `predictTable` with one line of CSV a row. There is none where the findings say why the table cannot be read. */
  | {
      readonly type: 'tablePredicted';
      readonly csv: Uint8Array | null;
      readonly rows: number;
      readonly findings: readonly Finding[];
    };
