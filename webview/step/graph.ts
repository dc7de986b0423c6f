import type { GraphView } from '../../src/protocol.js';
import { html, svg } from '../dom.js';
import { graphLayout, labelAt, nodeHeight, type GraphLayout } from './graphLayout.js';
import { leads } from './follow.js';

/** A computational graph: forward value above each edge and gradient below it. A node with a step of its own leads there. */
export function drawGraph(graph: GraphView, follow: (ref: string) => void): HTMLElement {
  const layout = graphLayout(graph);
  const { width, height } = layout;
  const picture = svg('svg', { class: 'graph-picture', width, height, viewBox: `0 0 ${width} ${height}` });
  picture.append(
    ...graph.edges.map((edge) => drawEdge(edge, layout)),
    ...graph.edges.flatMap((edge) => drawNumbers(edge, layout)),
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

function ends(
  { from, to }: Edge,
  { nodes }: GraphLayout,
): { x1: number; y1: number; x2: number; y2: number } {
  const [source, sink] = [nodes[from], nodes[to]];
  return { x1: source.x + source.width / 2, y1: source.y, x2: sink.x - sink.width / 2, y2: sink.y };
}

function drawEdge(edge: Edge, layout: GraphLayout): SVGElement {
  return svg('line', { class: edge.lit ? 'edge lit' : 'edge', ...ends(edge, layout) });
}

function drawNumbers(edge: Edge, layout: GraphLayout): SVGElement[] {
  const { x1, y1, x2, y2 } = ends(edge, layout);
  const x = x1 + (x2 - x1) * labelAt;
  const y = y1 + (y2 - y1) * labelAt;
  const text = (value: string, dy: number, className: string): SVGElement =>
    svg('text', { class: className, x, y: y + dy, 'text-anchor': 'middle' }, value);
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
    svg('text', { x, y: y + 4, 'text-anchor': 'middle' }, label),
  );
}
