/** Offsets into the text, as in jsonc-parser. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

export type Severity = 'error' | 'warning' | 'info';

/** `['layers', 0, 'weights', 1, 2]`: keys and array indices from 0, as in jsonc-parser. */
export type JsonPath = readonly (string | number)[];
