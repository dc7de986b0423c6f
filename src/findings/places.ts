import type { Related } from '../config/problem.js';
import type { GivenPlace } from '../engine/check/given.js';

/** A value in a file, line and column from 1; `length` in characters of that line. */
export interface PlaceInFile {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Returns where a given value is in its file; null where that has no lines. */
export type PlaceOf = (place: GivenPlace) => PlaceInFile | null;

/** Returns a finding's `related` at a value of the file. */
export function relatedAt(placeOf: PlaceOf, message: string, at: GivenPlace): Related[] {
  const place = placeOf(at);
  return place ? [{ file: place.file, line: place.line, column: place.column, message }] : [];
}
