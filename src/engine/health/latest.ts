import type { HealthSubject } from './healthSubject.js';
import type { Instruments, LayerInstruments } from './instruments.js';

/** Returns the newest value that was measured; null where none was. */
export function lastOf(
  { instruments }: HealthSubject,
  value: (of: Instruments) => number | null,
): number | null {
  for (let i = instruments.length - 1; i >= 0; i--) {
    const found = value(instruments[i]);
    if (found !== null && Number.isFinite(found)) return found;
  }
  return null;
}

/** Returns whether something holds for a layer in each of the last `count` measurements. False where there are fewer. */
export function holds(
  { instruments }: HealthSubject,
  count: number,
  layer: number,
  test: (of: LayerInstruments) => boolean,
): boolean {
  const last = instruments.slice(-count);
  return last.length === count && last.every(({ layers }) => test(layers[layer]));
}

/** Returns the first epoch from which on something always held; null where it does not hold in the last measurement. */
export function since({ instruments }: HealthSubject, test: (of: Instruments) => boolean): number | null {
  let epoch: number | null = null;
  for (let i = instruments.length - 1; i >= 0 && test(instruments[i]); i--) epoch = instruments[i].epoch;
  return epoch;
}
