import type { UnitMaps } from '../../src/protocol.js';
import type { UnitPictures } from '../diagram/units.js';
import { readClassColors, readTheme, type ClassColor, type Theme } from '../theme.js';
import { tintOf, type Field } from './field.js';
import { unitFieldOf, valuesOf, type UnitContext } from './unitField.js';

/** The largest opacity of a color, which is more than on the large map, where samples are drawn on top. */
const strongestTint = 215;

/** Returns the painter of the units' maps, or of their curves where there is one input. */
export function unitPicturesOf(maps: UnitMaps, context: UnitContext): UnitPictures {
  const colors = readClassColors();
  const theme = readTheme();
  return {
    paint: (canvas, place, size) => {
      const values = valuesOf(maps, place, context.plane);
      if (!values) {
        canvas.width = canvas.height = 1;
        return;
      }
      const field = unitFieldOf(place, context, values);
      const grid = { columns: maps.columns, rows: maps.rows, values };
      if (maps.rows === 1) paintCurve(canvas, grid, field, size, colors, theme);
      else paintMap(canvas, grid, field, colors);
    },
  };
}

interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly values: ArrayLike<number>;
}

function paintMap(
  canvas: HTMLCanvasElement,
  { columns, rows, values }: Grid,
  field: Field,
  colors: readonly ClassColor[],
): void {
  const image = new ImageData(columns, rows);
  const outputs = [0];
  for (let point = 0; point < columns * rows; point++) {
    outputs[0] = values[point];
    const { color, strength } = tintOf(field, outputs);
    const at = 4 * ((rows - 1 - Math.floor(point / columns)) * columns + (point % columns));
    const { rgb } = colors[color];
    image.data[at] = rgb[0];
    image.data[at + 1] = rgb[1];
    image.data[at + 2] = rgb[2];
    image.data[at + 3] = Math.round(strength * strongestTint);
  }
  resize(canvas, columns, rows);
  canvas.getContext('2d')!.putImageData(image, 0, 0);
}

/** Paints the outputs over the only input, with a line at 0, or at the middle of the field's scale. */
function paintCurve(
  canvas: HTMLCanvasElement,
  { columns, values }: Grid,
  field: Field,
  size: number,
  colors: readonly ClassColor[],
  theme: Theme,
): void {
  const ratio = window.devicePixelRatio;
  const side = Math.max(1, Math.round(size * ratio));
  resize(canvas, side, side);
  const context = canvas.getContext('2d')!;
  context.clearRect(0, 0, side, side);
  const [low, high] = field.kind === 'scale' ? [field.low, field.high] : [0, 1];
  const inset = Math.max(2, side * 0.1);
  const toY = (value: number): number => side - inset - ((value - low) / (high - low)) * (side - 2 * inset);
  const base = Math.min(Math.max(low, 0), high);
  context.strokeStyle = theme.grid;
  context.lineWidth = ratio;
  context.beginPath();
  context.moveTo(0, toY(base));
  context.lineTo(side, toY(base));
  context.stroke();
  context.strokeStyle =
    field.kind === 'scale' ? theme.positive : colors[field.kind === 'share' ? field.color : 0].css;
  context.lineWidth = 1.5 * ratio;
  context.beginPath();
  for (let point = 0; point < columns; point++) {
    const value = values[point];
    if (Number.isFinite(value)) context.lineTo((point / (columns - 1)) * side, toY(value));
  }
  context.stroke();
}

function resize(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
