import type { LayerSnapshot } from '../../src/protocol.js';
import type { Rgb } from '../theme.js';

export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

/** The layer's weights as a grid: averaged where there are many, else as they are. */
export function gridOf(layer: LayerSnapshot | undefined): Grid | null {
  if (!layer) return null;
  if (layer.heat) return layer.heat;
  return layer.weights && { rows: layer.units, columns: layer.inputs, values: layer.weights };
}

/** RGBA: sign as colour and size as opacity, as in the lines; `scale` is the size that is drawn in full. */
export function heatPixels(
  { rows, columns, values }: Grid,
  scale: number,
  positive: Rgb,
  negative: Rgb,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(rows * columns * 4);
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    const [red, green, blue] = value < 0 ? negative : positive;
    const alpha = Number.isFinite(value) ? Math.min(1, Math.abs(value) / scale) : 0;
    pixels.set([red, green, blue, Math.round(alpha * 255)], index * 4);
  }
  return pixels;
}

/** The size of the grid's largest value: averages are smaller than the weights they stand for. */
export function heatScale({ values }: Grid): number {
  let largest = 0;
  for (let index = 0; index < values.length; index++) {
    if (Math.abs(values[index]) > largest) largest = Math.abs(values[index]);
  }
  return largest || 1;
}

export function paintHeat(canvas: HTMLCanvasElement, grid: Grid | null, positive: Rgb, negative: Rgb): void {
  const context = canvas.getContext('2d')!;
  if (!grid) {
    context.clearRect(0, 0, canvas.width, canvas.height);
    return;
  }
  if (canvas.width !== grid.columns) canvas.width = grid.columns;
  if (canvas.height !== grid.rows) canvas.height = grid.rows;
  const pixels = heatPixels(grid, heatScale(grid), positive, negative);
  context.putImageData(new ImageData(pixels, grid.columns, grid.rows), 0, 0);
}
