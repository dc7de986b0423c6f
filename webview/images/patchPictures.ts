import type { LayerSnapshot } from '../../src/protocol.js';
import type { UnitPictures } from '../diagram/units.js';
import { rgb, type Theme } from '../theme.js';
import { paintPatch, patchOf } from './pixels.js';

/** Returns the painter of the first layer's units, each of which shows its incoming weights as an image. */
export function patchPictures(patches: NonNullable<LayerSnapshot['patches']>, theme: Theme): UnitPictures {
  const [positive, negative] = [rgb(theme.positive), rgb(theme.negative)];
  return {
    paint: (canvas, { layer, unit }) => {
      if (layer === 1 && unit < patches.count)
        paintPatch(canvas, patches.size, patchOf(patches, unit), positive, negative);
    },
  };
}
