import type { GraphView } from '../../src/protocol.js';
import { fitted, textWidth } from '../measure.js';

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** Centres and widths of the nodes. */
  readonly nodes: readonly { readonly x: number; readonly y: number; readonly width: number }[];
  /** Width that a number on an edge may take. */
  readonly room: number;
  /** How far up each edge bends, so that one that skips columns goes over what is between. */
  readonly bends: readonly number[];
}

export const nodeHeight = 30;
/** A name that is longer is cut. */
export const longestLabel = 120;
const rowHeight = 56;
const margin = 8;
const bend = 40;
/** Where on an edge its numbers stand, from its source: away from where edges meet. */
export const labelAt = 0.38;

/** Distances from column to column: what is usual, and what still leaves room for a rounded number. */
const usualGap = 72;
const smallestGap = 44;
const besideNumber = 8;

/**
 * The result at the right, each node as far from it as its longest path; leaves one below the other, in reading order.
 * Columns move together where it would be wider than `available` px.
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

/** Edges on the longest way to the result, the last node. */
function depthsOf(sources: readonly (readonly number[])[]): number[] {
  const depths = sources.map(() => 0);
  for (let at = sources.length - 1; at >= 0; at--)
    for (const from of sources[at]) depths[from] = Math.max(depths[from], depths[at] + 1);
  return depths;
}

/** Rows: leaves in the order in which the result reads them, operations in the middle of their sources. */
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

/** Nodes of one column do not touch. */
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
