import type { ColumnOptions } from '../../config/spec.js';
import type { JsonPath } from '../../config/span.js';

/** A column of a table. */
export interface Column {
  /** The name in legible form, possibly of more than one line. */
  readonly name: string;
  /** The position in a row, from 0. */
  readonly index: number;
  /** Whether the header gives it a name; also true for a table without a header. */
  readonly isNamed: boolean;
  /** The path of the config value that names it. */
  readonly at: JsonPath;
  /** What the config says about it; null where it says nothing. */
  readonly options: ColumnOptions | null;
}
