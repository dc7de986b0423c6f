import type { Related } from '../config/problem.js';
import type { GivenPlace, PlaceOf } from '../engine/check/givenGradients.js';

/** Returns a finding's `related` entries for a value in the file; none where its position is unknown. */
export function relatedAt(placeOf: PlaceOf, message: string, at: GivenPlace): Related[] {
  const place = placeOf(at);
  return place ? [{ file: place.file, line: place.line, column: place.column, message }] : [];
}
