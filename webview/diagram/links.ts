import type { LayerProgress, LayerSnapshot } from '../../src/protocol.js';
import { setAttributes, svg } from '../dom.js';
import { drawLabel, type LabelDrawing } from './label.js';
import type { Layout, LinkLayout } from './layout.js';
import { weightOf, type Model } from './model.js';
import { lineWidth, signClass } from './scale.js';

/** The weights of a layer drawn as lines, with their values where there is room. */
export interface LinesDrawing {
  readonly elements: readonly SVGElement[];
  /** Returns the line of the weight from `input` to `unit`. */
  line(unit: number, input: number): SVGLineElement;
  /** Returns the label of the weight from `input` to `unit`; null where there is no room for labels. */
  label(unit: number, input: number): SVGElement | null;
  update(layer: LayerSnapshot | undefined, progress: LayerProgress | undefined, scale: number): void;
}

export function drawLines(
  model: Model,
  layout: Layout,
  column: number,
  { labelAt, gradients, room }: Extract<LinkLayout, { kind: 'lines' }>,
): LinesDrawing {
  const from = layout.columns[column - 1];
  const to = layout.columns[column];
  const lines = to.ys.map((y2) =>
    from.ys.map((y1) => svg('line', { class: 'weight unknown', x1: from.x, y1, x2: to.x, y2 })),
  );
  const labels = labelAt === null ? [] : drawLabels(model, layout, column, { labelAt, room });
  const update: LinesDrawing['update'] = (layer, progress, scale) => {
    for (const [unit, row] of lines.entries()) {
      for (const [input, line] of row.entries()) {
        const at = unit * from.ys.length + input;
        const updated = progress?.weights?.[at] ?? NaN;
        const value = Number.isNaN(updated) ? weightOf(layer, unit, input) : updated;
        setAttributes(line, { 'stroke-width': Number.isFinite(value) ? lineWidth(value, scale) : 1 });
        setSign(line, value);
        const gradient = gradients ? (progress?.weightGradients?.[at] ?? NaN) : NaN;
        labels.at(unit)?.[input].update(value, gradient);
      }
    }
  };
  const texts = labels.flat().map(({ element }) => element);
  return {
    elements: [svg('g', { class: 'lines' }, ...lines.flat()), svg('g', { class: 'labels' }, ...texts)],
    line: (unit, input) => lines[unit][input],
    label: (unit, input) => labels.at(unit)?.[input].element ?? null,
    update,
  };
}

/** Sets the sign's class without changing the classes that a highlight has set. */
function setSign(line: SVGLineElement, value: number): void {
  const sign = signClass(value);
  if (line.classList.contains(sign)) return;
  line.classList.remove('positive', 'negative', 'unknown');
  line.classList.add(sign);
}

function drawLabels(
  model: Model,
  layout: Layout,
  column: number,
  { labelAt: at, room }: { readonly labelAt: number; readonly room: number },
): LabelDrawing[][] {
  const from = layout.columns[column - 1];
  const to = layout.columns[column];
  const x = from.x + (to.x - from.x) * at;
  return to.ys.map((y2, unit) =>
    from.ys.map((y1, input) => {
      const name = model.parameters[column - 1].weights?.[unit]?.[input] ?? null;
      return drawLabel({ kind: 'weight', column, unit, input }, name, { x, y: y1 + (y2 - y1) * at, room });
    }),
  );
}
