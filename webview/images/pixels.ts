import type { Image, ImageSize, LayerSnapshot } from '../../src/protocol.js';
import { heatPixels, heatScale } from '../diagram/heat.js';
import type { Rgb } from '../theme.js';
import { colorPixels, weightColors } from './colorPixels.js';

type Patches = NonNullable<LayerSnapshot['patches']>;

/**
 * Paints an image with one canvas pixel for each of its pixels, in its colors, or where it has none with ink that is the
 * more opaque the larger a value is.
 */
export function paintImage(
  canvas: HTMLCanvasElement,
  { rows, columns, channels, pixels }: Image,
  ink: Rgb,
): void {
  if (channels === 3) {
    put(canvas, new ImageData(colorPixels(pixels), columns, rows));
    return;
  }
  const image = new ImageData(columns, rows);
  for (const [index, value] of pixels.entries()) {
    const alpha = Number.isFinite(value) ? Math.max(0, Math.min(1, value)) : 0;
    image.data.set([...ink, Math.round(alpha * 255)], index * 4);
  }
  put(canvas, image);
}

/** Paints weights as an image: the sign as color and the size as opacity, or in the colors of a color image. */
export function paintPatch(
  canvas: HTMLCanvasElement,
  { rows, columns, channels }: ImageSize,
  values: Float32Array,
  positive: Rgb,
  negative: Rgb,
): void {
  const grid = { rows, columns, values };
  const scale = heatScale(grid);
  const pixels = channels === 3 ? weightColors(values, scale) : heatPixels(grid, scale, positive, negative);
  put(canvas, new ImageData(pixels, columns, rows));
}

/** Returns the weights of a unit that are shown as an image. */
export function patchOf({ size, values }: Patches, unit: number): Float32Array {
  const length = size.rows * size.columns * size.channels;
  return values.subarray(unit * length, (unit + 1) * length);
}

function put(canvas: HTMLCanvasElement, image: ImageData): void {
  if (canvas.width !== image.width) canvas.width = image.width;
  if (canvas.height !== image.height) canvas.height = image.height;
  canvas.getContext('2d')!.putImageData(image, 0, 0);
}
