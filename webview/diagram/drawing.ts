import type { Snapshot } from '../../src/protocol.js';
import { svg } from '../dom.js';
import { textWidth } from '../format.js';
import type { Rgb } from '../theme.js';
import { gridOf } from './heat.js';
import type { Layout } from './layout.js';
import { drawLines, type LinesDrawing } from './links.js';
import type { Model, Target } from './model.js';
import { drawBand, drawHeat, stripGrid, stripRectangle, type HeatDrawing } from './strips.js';
import { drawUnit, type UnitDrawing } from './units.js';

/** The diagram's picture, built once for a model and a width and from then on changed in place. */
export interface Drawing {
  readonly element: SVGSVGElement;
  update(
    snapshot: Snapshot | null,
    scale: number,
    colours: { readonly positive: Rgb; readonly negative: Rgb },
  ): void;
  /** Lifts a unit with its lines, or one line, and dims the rest; null lifts nothing. */
  highlight(target: Target | null): void;
}

export function draw(model: Model, layout: Layout): Drawing {
  const { width, height } = layout;
  const element = svg('svg', {
    class: 'network',
    width,
    height,
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
    update: (snapshot, scale, { positive, negative }) => {
      for (const [index, { lines, block }] of links.entries()) {
        const layer = snapshot?.layers[index];
        lines?.update(layer, scale);
        block?.update(gridOf(layer), positive, negative);
      }
      for (const [column, { units, strip }] of columns.entries()) {
        for (const unit of units) unit.update(snapshot, scale);
        strip?.update(stripGrid(snapshot, column), positive, negative);
      }
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
    const lines = drawLines(model, layout, column, link.labelAt);
    return { elements: lines.elements, lines, block: null };
  }
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
  const { title, detail } = columns[column];
  const lines = layout.titlesInOneLine ? [`${title} · ${detail}`] : [title, detail];
  const half = Math.max(...lines.map(textWidth)) / 2 + 2;
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
): (target: Target | null) => void {
  let lit: readonly Element[] = [];
  return (target) => {
    for (const part of lit) part.classList.remove('lit');
    lit = target ? partsOf(target, columns, links) : [];
    for (const part of lit) part.classList.add('lit');
    element.classList.toggle('dimmed', lit.length > 0);
  };
}

function partsOf(
  target: Target,
  columns: readonly ColumnDrawing[],
  links: readonly LinkDrawing[],
): Element[] {
  const { column } = target;
  if (target.kind === 'strip') return [...columns[column].elements];
  if (target.kind === 'weight') {
    const line = links[column - 1].lines?.line(target.unit, target.input);
    const ends = [columns[column - 1].units[target.input], columns[column].units[target.unit]];
    return [...(line ? [line] : []), ...ends.map((unit) => unit.element)];
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
