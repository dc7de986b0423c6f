import type { ColumnLayout, Layout } from './layout.js';
import type { Target } from './model.js';

const lineReach = 5;

/** Returns the element under the pointer: a unit or strip, else the nearest line within reach. */
export function pick(layout: Layout, x: number, y: number): Target | null {
  return pickColumn(layout, x, y) ?? pickLine(layout, x, y);
}

function pickColumn({ columns }: Layout, x: number, y: number): Target | null {
  for (const [index, column] of columns.entries()) {
    if (!column.drawn) {
      if (Math.abs(x - column.x) <= column.radius && y >= column.top && y <= column.bottom)
        return { kind: 'strip', column: index };
      continue;
    }
    const unit = column.ys.findIndex((center) => Math.hypot(x - column.x, y - center) <= column.radius + 3);
    if (unit >= 0) return { kind: 'unit', column: index, unit };
  }
  return null;
}

function pickLine({ columns, links }: Layout, x: number, y: number): Target | null {
  const column = columns.findIndex(
    (candidate, index) => index > 0 && x > columns[index - 1].x && x < candidate.x,
  );
  if (column < 0 || links[column - 1].kind !== 'lines') return null;
  const from = columns[column - 1];
  const to = columns[column];
  let nearest: Target | null = null;
  let reach = lineReach;
  for (let unit = 0; unit < to.ys.length; unit++) {
    for (let input = 0; input < from.ys.length; input++) {
      const distance = distanceToLine(from, to, from.ys[input], to.ys[unit], x, y);
      if (distance >= reach) continue;
      reach = distance;
      nearest = { kind: 'weight', column, unit, input };
    }
  }
  return nearest;
}

/** Returns the distance to the infinite line, which is enough because x is always between the columns' centers. */
function distanceToLine(
  from: ColumnLayout,
  to: ColumnLayout,
  y1: number,
  y2: number,
  x: number,
  y: number,
): number {
  const across = to.x - from.x;
  const down = y2 - y1;
  return Math.abs(across * (y - y1) - down * (x - from.x)) / Math.hypot(across, down);
}

/** Returns where the card of an element is, in px of the drawing. */
export function placeOf({ columns }: Layout, target: Target): { x: number; y: number } {
  const column = columns[target.column];
  if (target.kind === 'unit') return { x: column.x + column.radius - 8, y: column.ys[target.unit] };
  if (target.kind === 'strip') return { x: column.x + column.radius - 8, y: column.top };
  const from = columns[target.column - 1];
  return { x: (from.x + column.x) / 2, y: (from.ys[target.input] + column.ys[target.unit]) / 2 };
}
