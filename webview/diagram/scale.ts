import type { Snapshot } from '../../src/protocol.js';
import { niceCeiling } from '../decimate.js';

const thickest = 6;
const thinnest = 0.5;

/** Returns the weight that is drawn with the thickest line: a round number, so that the legend rarely changes. */
export function weightScale(snapshot: Snapshot | null): number {
  let largest = 0;
  for (const { weights, bias } of snapshot?.layers ?? []) {
    for (const values of [weights, bias]) {
      for (let index = 0; values && index < values.length; index++) {
        if (Number.isFinite(values[index])) largest = Math.max(largest, Math.abs(values[index]));
      }
    }
  }
  return niceCeiling(largest);
}

/** Returns a line's width in px. */
export function lineWidth(value: number, scale: number): number {
  const share = Math.min(1, Math.abs(value) / scale);
  return Math.round((thinnest + (thickest - thinnest) * share) * 100) / 100;
}

export function signClass(value: number): 'positive' | 'negative' | 'unknown' {
  if (Number.isNaN(value)) return 'unknown';
  return value < 0 ? 'negative' : 'positive';
}
