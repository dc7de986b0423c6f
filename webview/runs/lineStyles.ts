import { svg } from '../dom.js';

/** How a run's line is drawn. Lines differ in color and in dashes, so that no two of the first twenty look the same. */
export interface LineStyle {
  /** The index of the color, as in `readClassColors`. */
  readonly color: number;
  /** The lengths of dashes and gaps in px; empty for a solid line. */
  readonly dash: readonly number[];
}

const colors = 10;
const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [8, 3, 2, 3]];

/** Returns the style of the line at an index. The second color is the one of the training loss in the other charts. */
export function lineStyle(index: number): LineStyle {
  return { color: [1, 0, 2, 3, 4, 5, 6, 7, 8, 9][index % colors], dash: dashes[index % dashes.length] };
}

/** Creates the sample of a line for a legend. */
export function lineSample({ color, dash }: LineStyle): SVGElement {
  return svg(
    'svg',
    { class: 'line-sample', viewBox: '0 0 28 4', 'aria-hidden': 'true' },
    svg('line', {
      x1: 0,
      x2: 28,
      y1: 2,
      y2: 2,
      style: `stroke: var(--class-${color + 1})`,
      'stroke-dasharray': dash.join(' ') || null,
    }),
  );
}
