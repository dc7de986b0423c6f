import type { LayerSnapshot } from '../../src/protocol.js';
import type { UnitPictures } from '../diagram/units.js';
import { rgb, type Theme } from '../theme.js';
import { paintPatch } from './pixels.js';

/** Returns the painter of the first layer's units, each of which shows its incoming weights as an image. */
export function patchPictures(
  { count, size, values }: NonNullable<LayerSnapshot['patches']>,
  theme: Theme,
): UnitPictures {
  const [positive, negative] = [rgb(theme.positive), rgb(theme.negative)];
  const points = size.rows * size.columns;
  return {
    paint: (canvas, { layer, unit }) => {
      if (layer === 1 && unit < count)
        paintPatch(canvas, size, values.subarray(unit * points, (unit + 1) * points), positive, negative);
    },
  };
}
