import type { LayerSnapshot } from '../../src/protocol.js';
import { setAttributes, setText, svg } from '../dom.js';
import { formatValue } from '../format.js';
import type { Layout } from './layout.js';
import { weightOf, type Model } from './model.js';
import { lineWidth, signClass } from './scale.js';

/** The weights of a layer as lines, with their values where there is room. */
export interface LinesDrawing {
  readonly elements: readonly SVGElement[];
  /** Line of the weight from `input` to `unit`. */
  line(unit: number, input: number): SVGLineElement;
  update(layer: LayerSnapshot | undefined, scale: number): void;
}

export function drawLines(
  model: Model,
  layout: Layout,
  column: number,
  labelAt: number | null,
): LinesDrawing {
  const from = layout.columns[column - 1];
  const to = layout.columns[column];
  const lines = to.ys.map((y2) =>
    from.ys.map((y1) => svg('line', { class: 'weight unknown', x1: from.x, y1, x2: to.x, y2 })),
  );
  const labels = labelAt === null ? null : drawLabels(model, layout, column, labelAt);
  const update = (layer: LayerSnapshot | undefined, scale: number): void => {
    for (const [unit, row] of lines.entries()) {
      for (const [input, line] of row.entries()) {
        const value = weightOf(layer, unit, input);
        const known = Number.isFinite(value);
        setAttributes(line, { 'stroke-width': known ? lineWidth(value, scale) : 1 });
        setSign(line, value);
        const label = labels?.[unit][input];
        if (label) setText(label, known ? formatValue(value, 3) : '');
      }
    }
  };
  const names = labels?.flat().map((span) => span.parentElement as Element as SVGTextElement) ?? [];
  return {
    elements: [svg('g', { class: 'lines' }, ...lines.flat()), svg('g', { class: 'labels' }, ...names)],
    line: (unit, input) => lines[unit][input],
    update,
  };
}

/** Without touching the classes that a highlight has put there. */
function setSign(line: SVGLineElement, value: number): void {
  const sign = signClass(value);
  if (line.classList.contains(sign)) return;
  line.classList.remove('positive', 'negative', 'unknown');
  line.classList.add(sign);
}

/** Spans for the values, in texts with the weights' own names before them. */
function drawLabels(model: Model, layout: Layout, column: number, at: number): SVGTSpanElement[][] {
  const from = layout.columns[column - 1];
  const to = layout.columns[column];
  const x = from.x + (to.x - from.x) * at;
  return to.ys.map((y2, unit) =>
    from.ys.map((y1, input) => {
      const name = model.parameters[column - 1].weights?.[unit]?.[input];
      const value = svg('tspan', { class: 'value' });
      const place = { 'data-column': column, 'data-unit': unit, 'data-input': input };
      const text = svg('text', {
        class: 'label',
        ...place,
        x,
        y: y1 + (y2 - y1) * at + 4,
        'text-anchor': 'middle',
      });
      if (name) text.append(svg('tspan', { class: 'muted' }, `${name} `));
      text.append(value);
      return value;
    }),
  );
}
