import type { Image, ImageSize } from '../../src/protocol.js';
import { heatPixels, heatScale } from '../diagram/heat.js';
import type { Rgb } from '../theme.js';

/** Paints an image with one canvas pixel for each of its pixels: the larger a value, the more opaque the ink. */
export function paintImage(canvas: HTMLCanvasElement, { rows, columns, pixels }: Image, ink: Rgb): void {
  const image = new ImageData(columns, rows);
  for (const [index, value] of pixels.entries()) {
    const alpha = Number.isFinite(value) ? Math.max(0, Math.min(1, value)) : 0;
    image.data.set([...ink, Math.round(alpha * 255)], index * 4);
  }
  put(canvas, image);
}

/** Paints weights as an image: the sign as color, the size as opacity. */
export function paintPatch(
  canvas: HTMLCanvasElement,
  { rows, columns }: ImageSize,
  values: Float32Array,
  positive: Rgb,
  negative: Rgb,
): void {
  const grid = { rows, columns, values };
  put(canvas, new ImageData(heatPixels(grid, heatScale(grid), positive, negative), columns, rows));
}

function put(canvas: HTMLCanvasElement, image: ImageData): void {
  if (canvas.width !== image.width) canvas.width = image.width;
  if (canvas.height !== image.height) canvas.height = image.height;
  canvas.getContext('2d')!.putImageData(image, 0, 0);
}
