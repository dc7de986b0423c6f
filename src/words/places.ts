import type { Related } from '../config/problem.js';
import type { GivenPlace } from '../engine/check/givenGradients.js';

/** The position of a value in a file: line and column from 1, `length` in characters of that line. */
export interface PlaceInFile {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Returns the position of a given value in its file; null where the file is not text. */
export type PlaceOf = (place: GivenPlace) => PlaceInFile | null;

/** Returns a finding's `related` entries for a value in the file; none where its position is unknown. */
export function relatedAt(placeOf: PlaceOf, message: string, at: GivenPlace): Related[] {
  const place = placeOf(at);
  return place ? [{ file: place.file, line: place.line, column: place.column, message }] : [];
}
