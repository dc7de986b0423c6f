import type { LayerSnapshot } from '../../src/protocol.js';
import type { Rgb } from '../theme.js';

export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
  /** The RGBA pixels where the values are shown in colors of their own. */
  readonly pixels?: Uint8ClampedArray<ArrayBuffer>;
}

/** Returns the layer's weights as a grid, averaged where there are too many to show one by one. */
export function gridOf(layer: LayerSnapshot | undefined): Grid | null {
  if (!layer) return null;
  if (layer.heat) return layer.heat;
  return layer.weights && { rows: layer.units, columns: layer.inputs, values: layer.weights };
}

/**
 * Returns RGBA pixels that show sign as color and size as opacity, as the lines do. `scale` is the size with full
 * opacity.
 */
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

/**
 * Returns the largest absolute value of the grid, which is smaller than the largest weight where values are averages.
 */
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
  const pixels = grid.pixels ?? heatPixels(grid, heatScale(grid), positive, negative);
  context.putImageData(new ImageData(pixels, grid.columns, grid.rows), 0, 0);
}
