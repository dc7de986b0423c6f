import type { GraphView } from '../../src/protocol.js';
import { fitted, textWidth } from '../measure.js';

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** The centers and widths of the nodes. */
  readonly nodes: readonly { readonly x: number; readonly y: number; readonly width: number }[];
  /** The width that a number on an edge may have. */
  readonly room: number;
  /** The height of each edge's bend, which leads an edge that skips columns over the nodes between. */
  readonly bends: readonly number[];
}

export const nodeHeight = 30;
/** The longest label in px; longer names are cut. */
export const longestLabel = 120;
const rowHeight = 56;
const margin = 8;
const bend = 40;
/** The position of an edge's numbers as a fraction from its source, clear of the points where edges meet. */
export const labelAt = 0.38;

/** The distances of columns: the usual one, and the smallest one that leaves room for a rounded number. */
const usualGap = 72;
const smallestGap = 44;
const besideNumber = 8;

/**
 * Computes the layout: the result is at the right, the distance of each node from it is its longest path, and the
 * leaves are in reading order from top to bottom. Columns are moved closer where the graph would be wider than
 * `available` px.
 */
export function graphLayout({ nodes, edges }: GraphView, available = Infinity): GraphLayout {
  const sources = nodes.map((_, at) => edges.filter(({ to }) => to === at).map(({ from }) => from));
  const depths = depthsOf(sources);
  const widths = nodes.map(({ label }) =>
    Math.max(nodeHeight, textWidth(fitted(label, longestLabel), 'name') + 16),
  );
  const deepest = Math.max(...depths);
  const columnWidths = Array.from({ length: deepest + 1 }, (_, depth) =>
    Math.max(...widths.filter((__, at) => depths[at] === depth)),
  );
  const longest = Math.max(
    0,
    ...edges.flatMap(({ value, gradient }) => [textWidth(value), textWidth(gradient)]),
  );
  const fitting = (available - 2 * margin - columnWidths.reduce((sum, width) => sum + width, 0)) / deepest;
  const gap = Math.max(smallestGap, Math.min(Math.max(usualGap, longest + 32), fitting));
  const xs: number[] = [];
  let x = margin;
  for (let depth = deepest; depth >= 0; depth--) {
    xs[depth] = x + columnWidths[depth] / 2;
    x += columnWidths[depth] + gap;
  }
  const ys = rowsOf(sources, depths);
  const bends = edges.map(({ from, to }) => (depths[from] - depths[to] > 1 ? bend * 2 : 0));
  const top = margin + (bends.some((each) => each > 0) ? bend : 0);
  return {
    width: x - gap + margin,
    height: top + (Math.max(...ys) + 1) * rowHeight + margin,
    nodes: nodes.map((_, at) => ({
      x: xs[depths[at]],
      y: top + (ys[at] + 0.5) * rowHeight,
      width: widths[at],
    })),
    room: gap - besideNumber,
    bends,
  };
}

/** Returns the number of edges on each node's longest path to the result, the last node. */
function depthsOf(sources: readonly (readonly number[])[]): number[] {
  const depths = sources.map(() => 0);
  for (let at = sources.length - 1; at >= 0; at--)
    for (const from of sources[at]) depths[from] = Math.max(depths[from], depths[at] + 1);
  return depths;
}

/** Returns the rows: leaves in the order in which the result uses them, operations in the middle of their sources. */
function rowsOf(sources: readonly (readonly number[])[], depths: readonly number[]): number[] {
  const rows = sources.map(() => NaN);
  let next = 0;
  const visit = (at: number): number => {
    if (!Number.isNaN(rows[at])) return rows[at];
    const above = sources[at].map(visit);
    rows[at] = above.length === 0 ? next++ : above.reduce((sum, row) => sum + row, 0) / above.length;
    return rows[at];
  };
  for (let at = sources.length - 1; at >= 0; at--) visit(at);
  return apart(rows, depths);
}

/** Moves the nodes of a column apart so that they do not overlap. */
function apart(rows: readonly number[], depths: readonly number[]): number[] {
  const placed = [...rows];
  for (let depth = 0; depth <= Math.max(...depths); depth++) {
    const column = rows.map((_, at) => at).filter((at) => depths[at] === depth);
    column.sort((a, b) => rows[a] - rows[b]);
    for (let i = 1; i < column.length; i++)
      placed[column[i]] = Math.max(placed[column[i]], placed[column[i - 1]] + 0.8);
  }
  return placed;
}
