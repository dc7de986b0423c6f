import type { Related } from '../config/problem.js';
import type { JsonPath } from '../config/span.js';

/** Where a number stands in the file it was given in; null where that has no lines. */
export type PlaceOf = (path: JsonPath) => Omit<Related, 'message'> | null;

/** A finding's `related` at a value of the file; a tensor of another shape is pointed at as a whole. */
export function relatedAt(placeOf: PlaceOf, message: string, ...paths: JsonPath[]): Related[] {
  for (const path of paths) {
    const place = placeOf(path);
    if (place) return [{ ...place, message }];
  }
  return [];
}
