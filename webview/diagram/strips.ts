import type { Image, LayerSnapshot, Snapshot } from '../../src/protocol.js';
import { html, setAttributes, setText, svg } from '../dom.js';
import { formatWithin } from '../format.js';
import { colorPixels, weightColors } from '../images/colorPixels.js';
import { textWidth } from '../measure.js';
import type { Rgb } from '../theme.js';
import { gridOf, heatScale, paintHeat, type Grid } from './heat.js';
import type { ColumnLayout, Layout, Rectangle } from './layout.js';

/** A summary of many weights: a heat map in a frame, with the value of its strongest color. */
export interface HeatDrawing {
  readonly element: SVGGElement;
  update(grid: Grid | null, positive: Rgb, negative: Rgb): void;
}

export function drawHeat({ x, y, width, height }: Rectangle): HeatDrawing {
  const canvas = html('canvas', { class: 'heat', width: 1, height: 1 });
  const holder = svg('foreignObject', { x, y, width, height }, canvas);
  const middle = x + width / 2;
  const caption = svg('text', {
    class: 'value muted',
    x: middle,
    y: y + height + 15,
    'text-anchor': 'middle',
  });
  const element = svg(
    'g',
    { class: 'strip' },
    svg('rect', { class: 'ground', x, y, width, height }),
    holder,
    svg('rect', { class: 'frame', x, y, width, height }),
    caption,
  );
  const update = (grid: Grid | null, positive: Rgb, negative: Rgb): void => {
    paintHeat(canvas, grid, positive, negative);
    setAttributes(element, { class: grid ? 'strip' : 'strip unknown' });
    setText(
      caption,
      grid
        ? formatWithin(
            heatScale(grid),
            2,
            (text) => textWidth(text) <= width + 8,
            (text) => `±${text}`,
          )
        : '',
    );
  };
  return { element, update };
}

export function stripRectangle({ x, radius, top, bottom }: ColumnLayout): Rectangle {
  return { x: x - radius, y: top, width: radius * 2, height: bottom - top };
}

/** Returns the grid of a strip: a layer's weights, or the sample's values for the inputs. */
export function stripGrid(snapshot: Snapshot | null, column: number): Grid | null {
  if (column > 0) {
    const layer = snapshot?.layers[column - 1];
    return layer?.patches ? mosaic(layer.patches) : gridOf(layer);
  }
  if (snapshot?.image) return imageGrid(snapshot.image);
  const values = snapshot?.inputs;
  return values ? { rows: values.length, columns: 1, values } : null;
}

function imageGrid({ rows, columns, channels, pixels: values }: Image): Grid {
  return { rows, columns, values, ...(channels === 3 && { pixels: colorPixels(values) }) };
}

/** The number of patches side by side in a strip. */
const patchesAcross = 4;

/** Returns patches side by side, with an empty line between two of them. */
function mosaic({ count, size, values }: NonNullable<LayerSnapshot['patches']>): Grid {
  const across = Math.min(count, patchesAcross);
  const columns = across * (size.columns + 1) - 1;
  const rows = Math.ceil(count / across) * (size.rows + 1) - 1;
  const { channels } = size;
  const all = new Float32Array(rows * columns * channels).fill(channels === 3 ? NaN : 0);
  for (let patch = 0; patch < count; patch++) {
    const left = (patch % across) * (size.columns + 1);
    const top = Math.floor(patch / across) * (size.rows + 1);
    for (let row = 0; row < size.rows; row++) {
      const width = size.columns * channels;
      const from = (patch * size.rows + row) * width;
      all.set(values.subarray(from, from + width), ((top + row) * columns + left) * channels);
    }
  }
  const grid = { rows, columns, values: all };
  return channels === 3 ? { ...grid, pixels: weightColors(all, heatScale(grid)) } : grid;
}

/** Draws the many connections into a strip or a block of weights as a faint funnel. */
export function drawBand(layout: Layout, column: number): SVGElement {
  const from = layout.columns[column - 1];
  const to = layout.columns[column];
  const link = layout.links[column - 1];
  const end = link.kind === 'block' ? link.block.x : to.x - to.radius;
  const start = from.x + from.radius;
  const points = [
    [start, from.top],
    [end, to.top],
    [end, to.bottom],
    [start, from.bottom],
  ];
  return svg('polygon', { class: 'band', points: points.map((point) => point.join()).join(' ') });
}

/** Draws the mark where layers are left out. */
export function drawCut({ columns }: Layout, column: number): SVGElement {
  const [from, to] = [columns[column - 1], columns[column]];
  const x = (from.x + from.radius + to.x - to.radius) / 2;
  const y = (from.top + from.bottom) / 2;
  return svg('text', { class: 'cut', x, y, 'text-anchor': 'middle' }, '⋯');
}
