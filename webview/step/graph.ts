import type { GraphView } from '../../src/protocol.js';
import { html, svg } from '../dom.js';
import { formatWithin } from '../format.js';
import { fitted, textWidth } from '../measure.js';
import { graphLayout, labelAt, longestLabel, nodeHeight, type GraphLayout } from './graphLayout.js';
import { leads } from './follow.js';

/** The smallest scale of a graph that is wider than the available space, chosen so that it stays readable. */
const smallestScale = 0.8;

/**
 * Draws a computational graph with the forward value above each edge and the gradient below. A node that has a step
 * opens it.
 */
export function drawGraph(graph: GraphView, available: number, follow: (ref: string) => void): HTMLElement {
  const layout = graphLayout(graph, available);
  const { width, height } = layout;
  const scale = Math.max(smallestScale, Math.min(1, available / width));
  const picture = svg('svg', {
    class: 'graph-picture',
    width: width * scale,
    height: height * scale,
    viewBox: `0 0 ${width} ${height}`,
  });
  picture.append(
    ...graph.edges.map((edge, at) => drawEdge(edge, layout, at)),
    ...graph.edges.flatMap((edge, at) => drawNumbers(edge, layout, at)),
    ...graph.nodes.map((node, at) => drawNode(node, layout.nodes[at])),
  );
  const go = ({ target }: Event): void => {
    const ref = target instanceof Element ? target.closest<SVGElement>('[data-ref]')?.dataset.ref : undefined;
    if (ref && leads(ref)) follow(ref);
  };
  picture.addEventListener('click', go);
  picture.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') go(event);
  });
  return html('div', { class: 'graph-stage' }, picture);
}

type Edge = GraphView['edges'][number];

/** Returns a quadratic curve between two nodes: its ends and its control point. */
function curve(
  { from, to }: Edge,
  { nodes, bends }: GraphLayout,
  at: number,
): readonly (readonly [number, number])[] {
  const [source, sink] = [nodes[from], nodes[to]];
  const [x1, x2] = [source.x + source.width / 2, sink.x - sink.width / 2];
  return [
    [x1, source.y],
    [(x1 + x2) / 2, (source.y + sink.y) / 2 - bends[at]],
    [x2, sink.y],
  ];
}

function drawEdge(edge: Edge, layout: GraphLayout, at: number): SVGElement {
  const [start, middle, end] = curve(edge, layout, at).map((point) => point.join(' '));
  return svg('path', { class: edge.lit ? 'edge lit' : 'edge', d: `M ${start} Q ${middle} ${end}` });
}

function drawNumbers(edge: Edge, layout: GraphLayout, at: number): SVGElement[] {
  const points = curve(edge, layout, at);
  const shares = [(1 - labelAt) ** 2, 2 * labelAt * (1 - labelAt), labelAt ** 2];
  const along = (axis: 0 | 1): number => points.reduce((sum, point, i) => sum + shares[i] * point[axis], 0);
  const [x, y] = [along(0), along(1)];
  const text = (value: string, dy: number, className: string): SVGElement =>
    svg(
      'text',
      { class: className, x, y: y + dy, 'text-anchor': 'middle' },
      numberWithin(value, layout.room),
    );
  return [
    ...(edge.value ? [text(edge.value, -5, 'value')] : []),
    ...(edge.gradient ? [text(edge.gradient, 14, 'value gradient')] : []),
  ];
}

function drawNode(
  { label, kind, ref, lit }: GraphView['nodes'][number],
  { x, y, width }: GraphLayout['nodes'][number],
): SVGElement {
  const round = kind === 'operation' ? nodeHeight / 2 : 2;
  const leading = ref !== null && leads(ref);
  return svg(
    'g',
    {
      class: `node ${kind}${lit ? ' lit' : ''}${leading ? ' leading' : ''}`,
      'data-ref': ref,
      ...(leading && { tabindex: 0, role: 'button', 'aria-label': label }),
    },
    svg('rect', { x: x - width / 2, y: y - nodeHeight / 2, width, height: nodeHeight, rx: round }),
    svg('text', { x, y: y + 4, 'text-anchor': 'middle' }, fitted(label, longestLabel)),
  );
}

/** Returns the number as formatted by the host where it fits, else rounded. A shape such as 2 × 3 is not changed. */
function numberWithin(text: string, room: number): string {
  const value = Number(text);
  const isWide = textWidth(text) > room && !Number.isNaN(value);
  return isWide ? formatWithin(value, 6, (shown) => textWidth(shown) <= room) : text.replaceAll('-', '−');
}
