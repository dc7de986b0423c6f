import type { LayerProgress, Lit, Snapshot } from '../../src/protocol.js';
import { svg } from '../dom.js';
import { fitted, textWidth } from '../measure.js';
import type { Rgb } from '../theme.js';
import { gridOf } from './heat.js';
import type { Layout } from './layout.js';
import { drawLines, type LinesDrawing } from './links.js';
import type { Model, Target } from './model.js';
import { drawBand, drawCut, drawHeat, stripGrid, stripRectangle, type HeatDrawing } from './strips.js';
import { drawUnit, type UnitDrawing, type UnitPictures } from './units.js';

/** The diagram's SVG, built once for a model and a width and then updated in place. */
export interface Drawing {
  readonly element: SVGSVGElement;
  update(state: DrawingState): void;
  /** Paints the units' pictures where the layout has any. */
  paint(pictures: UnitPictures): void;
  /**
   * Highlights a unit with its lines, or one line, and dims the rest. With null, only the `lit` elements are
   * highlighted.
   */
  highlight(target: Target | null, lit: readonly Lit[]): void;
}

export interface DrawingState {
  readonly snapshot: Snapshot | null;
  readonly progress: readonly LayerProgress[] | null;
  readonly scale: number;
  readonly positive: Rgb;
  readonly negative: Rgb;
}

/** @param scale the px of the page for a px of the layout */
export function draw(model: Model, layout: Layout, scale: number): Drawing {
  const { width, height } = layout;
  const element = svg('svg', {
    class: 'network',
    width: width * scale,
    height: height * scale,
    viewBox: `0 0 ${width} ${height}`,
    'aria-hidden': 'true',
  });
  const links = layout.links.map((_, index) => drawLink(model, layout, index + 1));
  const columns = layout.columns.map((_, column) => drawColumn(model, layout, column));
  element.append(
    ...links.flatMap(({ elements }) => elements),
    ...columns.flatMap(({ elements }) => elements),
    ...layout.columns.map((_, column) => drawTitle(model, layout, column)),
  );
  return {
    element,
    update: ({ snapshot, progress, scale, positive, negative }) => {
      for (const [index, { lines, block }] of links.entries()) {
        const layer = snapshot?.layers[index];
        lines?.update(layer, progress?.[index], scale);
        block?.update(gridOf(layer), positive, negative);
      }
      for (const [column, { units, strip }] of columns.entries()) {
        for (const unit of units) unit.update(snapshot, progress?.[column - 1], scale);
        strip?.update(stripGrid(snapshot, column), positive, negative);
      }
    },
    paint: (pictures) => {
      for (const { units } of columns) for (const unit of units) unit.paint?.(pictures);
    },
    highlight: highlighter(element, columns, links),
  };
}

interface LinkDrawing {
  readonly elements: readonly SVGElement[];
  readonly lines: LinesDrawing | null;
  readonly block: HeatDrawing | null;
}

function drawLink(model: Model, layout: Layout, column: number): LinkDrawing {
  const link = layout.links[column - 1];
  if (link.kind === 'lines') {
    const lines = drawLines(model, layout, column, link);
    return { elements: lines.elements, lines, block: null };
  }
  if (link.kind === 'cut') return { elements: [drawCut(layout, column)], lines: null, block: null };
  const band = drawBand(layout, column);
  if (link.kind === 'band') return { elements: [band], lines: null, block: null };
  const block = drawHeat(link.block);
  return { elements: [band, block.element], lines: null, block };
}

interface ColumnDrawing {
  readonly elements: readonly SVGElement[];
  readonly units: readonly UnitDrawing[];
  readonly strip: HeatDrawing | null;
}

function drawColumn(model: Model, layout: Layout, column: number): ColumnDrawing {
  const place = layout.columns[column];
  if (!place.drawn) {
    const strip = drawHeat(stripRectangle(place));
    return { elements: [strip.element], units: [], strip };
  }
  const units = place.ys.map((_, index) => drawUnit(model, layout, column, index));
  return { elements: units.map((unit) => unit.element), units, strip: null };
}

function drawTitle({ columns }: Model, layout: Layout, column: number): SVGTextElement {
  const room = layout.gap - 8;
  const title = fitted(columns[column].title, room, 'title');
  const detail = fitted(columns[column].detail, room);
  const lines = layout.titlesInOneLine ? [`${title} · ${detail}`] : [title, detail];
  const half = Math.max(...lines.map((line) => textWidth(line, 'title'))) / 2 + 2;
  const x = Math.max(half, Math.min(layout.width - half, layout.columns[column].x));
  const text = svg(
    'text',
    { class: 'title', x, y: 16, 'text-anchor': 'middle' },
    svg('tspan', { class: 'strong' }, title),
  );
  if (layout.titlesInOneLine) text.append(svg('tspan', { class: 'muted' }, ` · ${detail}`));
  else text.append(svg('tspan', { class: 'muted', x, dy: 16 }, detail));
  return text;
}

function highlighter(
  element: SVGSVGElement,
  columns: readonly ColumnDrawing[],
  links: readonly LinkDrawing[],
): Drawing['highlight'] {
  let marked: readonly Element[] = [];
  return (target, lit) => {
    for (const part of marked) part.classList.remove('lit', 'result');
    const results = target ? [] : lit.filter(({ role }) => role === 'result').flatMap((one) => litParts(one, columns, links)); // prettier-ignore
    const operands = lit.filter(({ role }) => role === 'operand');
    const others = target
      ? partsOf(target, columns, links)
      : operands.flatMap((one) => litParts(one, columns, links));
    for (const part of others) part.classList.add('lit');
    for (const part of results) part.classList.add('lit', 'result');
    marked = [...others, ...results];
    element.classList.toggle('dimmed', marked.length > 0);
  };
}

/** Returns a unit's element without its lines, or the whole strip where the layer is drawn as one. */
function litParts(
  { layer, unit, input }: Lit,
  columns: readonly ColumnDrawing[],
  links: readonly LinkDrawing[],
): Element[] {
  const column = columns[layer];
  if (column.strip) return [...column.elements];
  if (input === null) return [column.units[unit].element];
  const { lines = null, elements = [] } = links.at(layer - 1) ?? {};
  if (!lines) return [...elements];
  const label = lines.label(unit, input);
  return [lines.line(unit, input), ...(label ? [label] : [])];
}

function partsOf(
  target: Target,
  columns: readonly ColumnDrawing[],
  links: readonly LinkDrawing[],
): Element[] {
  const { column } = target;
  if (target.kind === 'strip') return [...columns[column].elements];
  if (target.kind === 'weight') {
    const { lines } = links[column - 1];
    const line = lines?.line(target.unit, target.input);
    const label = lines?.label(target.unit, target.input);
    const ends = [columns[column - 1].units[target.input], columns[column].units[target.unit]];
    return [...(line ? [line] : []), ...(label ? [label] : []), ...ends.map((unit) => unit.element)];
  }
  const into = links.at(column === 0 ? links.length : column - 1)?.lines;
  const outOf = links.at(column)?.lines;
  const sources = columns.at(column === 0 ? columns.length : column - 1)?.units ?? [];
  const sinks = columns.at(column + 1)?.units ?? [];
  return [
    columns[column].units[target.unit].element,
    ...(into ? sources.map((_, input) => into.line(target.unit, input)) : []),
    ...(outOf ? sinks.map((_, unit) => outOf.line(unit, target.unit)) : []),
  ];
}
