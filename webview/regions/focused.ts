import * as l10n from '@vscode/l10n';
import type { NetworkShape, Plane, Regions, UnitPlace } from '../../src/protocol.js';
import { sameUnit } from '../focus.js';
import type { Store } from '../store.js';
import { valuesOf } from './unitField.js';

/** Returns the outputs of the unit that is shown large: the coarse ones of its picture until finer ones arrive. */
export function focusedRegions(
  { focus: { unit }, unitRegions, unitMaps }: Pick<Store, 'focus' | 'unitRegions' | 'unitMaps'>,
  plane: Plane,
): Regions | null {
  if (!unit) return null;
  if (unitRegions && sameUnit(unitRegions.unit, unit)) return unitRegions;
  const values = unitMaps && valuesOf(unitMaps, unit, plane);
  if (!values) return null;
  const { epoch, columns, rows } = unitMaps;
  return { epoch, columns, rows, outputs: 1, values, unit };
}

/** Returns the title of a map that shows one unit. */
export function unitTitle({ layer, unit }: UnitPlace, { inputNames, layers }: NetworkShape): string {
  if (layer === 0) return l10n.t('Input {0}', inputNames[unit] ?? `i${unit + 1}`);
  return l10n.t('Output of {0}, layer {1}', layers[layer - 1].unitNames[unit] ?? String(unit + 1), layer);
}
