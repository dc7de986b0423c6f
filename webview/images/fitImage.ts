import type { ImageSize } from '../../src/protocol.js';

/** The share of an image that its ink is as high or as wide as, as in the MNIST database. */
const inkShare = 0.76;
/** The smallest opacity that counts as ink. */
const faintest = 0.1;

/** A drawing as opacities from 0 to 1, row by row from the upper left. */
export interface Drawing {
  readonly side: number;
  readonly values: Float32Array;
}

/**
 * Returns a drawing as an image of the data's size: its ink is scaled to the usual share of the image, and its center of
 * mass is in the middle. It is gray where the data's images have colors. Each pixel is the mean of the part of the drawing that it covers; null where there is no ink.
 */
export function fitImage(
  { side, values }: Drawing,
  { rows, columns, channels }: ImageSize,
): Float32Array | null {
  const box = inkBox({ side, values });
  if (!box) return null;
  const extent = Math.max(box.width, box.height);
  /** The side of one pixel of the image, in pixels of the drawing. */
  const scale = extent / (inkShare * Math.min(rows, columns));
  const image = new Float32Array(rows * columns * channels);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const x = box.x + (column - columns / 2) * scale;
      const y = box.y + (row - rows / 2) * scale;
      const at = (row * columns + column) * channels;
      image.fill(meanOf({ side, values }, x, y, scale), at, at + channels);
    }
  return image;
}

interface InkBox {
  readonly width: number;
  readonly height: number;
  /** The center of mass. */
  readonly x: number;
  readonly y: number;
}

function inkBox({ side, values }: Drawing): InkBox | null {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  let [mass, x, y] = [0, 0, 0];
  for (const [index, value] of values.entries()) {
    if (value < faintest) continue;
    const [column, row] = [index % side, Math.floor(index / side)];
    [left, right] = [Math.min(left, column), Math.max(right, column)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    mass += value;
    x += value * (column + 0.5);
    y += value * (row + 0.5);
  }
  if (mass === 0) return null;
  return { width: right - left + 1, height: bottom - top + 1, x: x / mass, y: y / mass };
}

/** Returns the mean of a square of the drawing, which is empty beyond its edges. */
function meanOf({ side, values }: Drawing, x: number, y: number, size: number): number {
  const [fromX, toX] = [Math.max(0, x), Math.min(side, x + size)];
  const [fromY, toY] = [Math.max(0, y), Math.min(side, y + size)];
  let sum = 0;
  for (let row = Math.floor(fromY); row < toY; row++) {
    const high = Math.min(toY, row + 1) - Math.max(fromY, row);
    for (let column = Math.floor(fromX); column < toX; column++) {
      const wide = Math.min(toX, column + 1) - Math.max(fromX, column);
      sum += values[row * side + column] * wide * high;
    }
  }
  return sum / size ** 2;
}
