/** A range of the text, given by offsets as in jsonc-parser. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

export type Severity = 'error' | 'warning' | 'info';

/** A path of keys and array indices from 0, as in jsonc-parser: `['layers', 0, 'weights', 1, 2]`. */
export type JsonPath = readonly (string | number)[];
