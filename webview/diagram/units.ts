import type { LayerProgress, Snapshot, UnitPlace } from '../../src/protocol.js';
import { html, setAttributes, setText, show, svg } from '../dom.js';
import { fitted, textWidth } from '../measure.js';
import * as l10n from '@vscode/l10n';
import { biasName, unitName } from './describe.js';
import { fitsInside, widestInside, type ColumnLayout, type Layout } from './layout.js';
import { biasOf, outputOf, type Model } from './model.js';
import { given, named, within } from './numbers.js';
import { signClass } from './scale.js';

/** Paints the pictures of the units: their outputs over the network's inputs. */
export interface UnitPictures {
  /** @param size the side of the picture in CSS px */
  paint(canvas: HTMLCanvasElement, place: UnitPlace, size: number): void;
}

/**
 * The drawing of a unit: a circle tinted by its output or a picture of its outputs over the inputs, its name and
 * values, and its bias as a small square.
 */
export interface UnitDrawing {
  readonly element: SVGGElement;
  /** Paints its picture; null where it is a circle. */
  readonly paint: ((pictures: UnitPictures) => void) | null;
  update(snapshot: Snapshot | null, progress: LayerProgress | undefined, biasScale: number): void;
}

const lineHeight = 15;

export function drawUnit(model: Model, layout: Layout, column: number, index: number): UnitDrawing {
  const place = layout.columns[column];
  const body = place.pictured ? drawPicture(place, index) : drawDisc(place, index);
  const { tint } = body;
  const captions = captionsOf(model, layout, column, index);
  const bias = column > 0 ? drawBias(model, layout, column, index) : null;
  const element = svg('g', { class: 'unit' }, ...body.elements, bias?.element ?? null, ...captions.texts);
  const gradient = place.valued && place.stepping && column > 0 ? gradientCaption(place, index) : null;
  if (gradient) element.append(gradient);
  const update: UnitDrawing['update'] = (snapshot, progress, biasScale) => {
    const delta = progress?.deltas?.[index] ?? NaN;
    if (gradient)
      setText(gradient, Number.isNaN(delta) ? '' : within(place.room, delta, 3, (text) => `δ ${text}`));
    const output = outputOf(snapshot, column, index);
    if (tint)
      setAttributes(tint, { class: `tint ${signClass(output)}`, 'fill-opacity': tintOpacity(output) });
    const { room } = captions;
    if (captions.value)
      setText(
        captions.value,
        Number.isNaN(output) ? '' : column === 0 ? given(room, output) : within(room, output, 4),
      );
    if (captions.target) {
      const target = snapshot?.targets?.[index] ?? NaN;
      setText(captions.target, Number.isNaN(target) ? '' : targetText(target, room));
    }
    bias?.update(biasOf(snapshot?.layers[column - 1], index), biasScale);
  };
  const { canvas } = body;
  const unitPlace = { layer: model.columns[column].layer, unit: index };
  const paint = canvas && ((pictures: UnitPictures) => pictures.paint(canvas, unitPlace, 2 * place.radius));
  return { element, paint, update };
}

interface Body {
  readonly elements: readonly SVGElement[];
  /** The circle that is tinted by the output. */
  readonly tint: SVGElement | null;
  readonly canvas: HTMLCanvasElement | null;
}

function drawDisc({ x, ys, radius }: ColumnLayout, index: number): Body {
  const circle = { cx: x, cy: ys[index], r: radius };
  const tint = svg('circle', { class: 'tint', ...circle });
  return { elements: [svg('circle', { class: 'disc', ...circle }), tint], tint, canvas: null };
}

function drawPicture({ x, ys, radius }: ColumnLayout, index: number): Body {
  const square = { x: x - radius, y: ys[index] - radius, width: 2 * radius, height: 2 * radius };
  const corner = { rx: Math.min(6, radius / 3) };
  const canvas = html('canvas', { class: 'map', width: 1, height: 1 });
  canvas.style.borderRadius = `${corner.rx}px`;
  const elements = [
    svg('rect', { class: 'disc', ...square, ...corner }),
    svg('foreignObject', square, canvas),
    svg('rect', { class: 'tint outline', ...square, ...corner }),
  ];
  return { elements, tint: null, canvas };
}

function gradientCaption({ x, ys, radius }: ColumnLayout, index: number): SVGTextElement {
  const y = ys[index] + radius + 13;
  return svg('text', { class: 'value gradient', x, y, 'text-anchor': 'middle' });
}

/**
 * Returns the tint of an output, full at 1 or more. Activations have no common scale, but most outputs are near that
 * range.
 */
function tintOpacity(output: number): string {
  return Number.isFinite(output) ? (Math.min(1, Math.abs(output)) * 0.45).toFixed(2) : '0';
}

/** Formats a target. The word is shortened to `t` where it would cost more than a digit or two. */
function targetText(target: number, room: number): string {
  const isRoomy = room - textWidth(l10n.t('target {0}', '')) >= textWidth('−0.000');
  return isRoomy ? given(room, target, (text) => l10n.t('target {0}', text)) : given(room, target, (text) => `t ${text}`); // prettier-ignore
}

interface Captions {
  /** The width that each caption may have, in px. */
  readonly room: number;
  readonly texts: readonly SVGTextElement[];
  readonly value: SVGTextElement | null;
  readonly target: SVGTextElement | null;
}

function captionsOf(model: Model, layout: Layout, column: number, index: number): Captions {
  if (column === 0) return sideCaptions(model, layout, index, 'input');
  if (column === model.columns.length - 1) return sideCaptions(model, layout, index, 'output', column);
  return hiddenCaptions(model, layout.columns[column], column, index);
}

/** Positions the captions of inputs and outputs, which are in the margin. */
function sideCaptions(
  model: Model,
  layout: Layout,
  index: number,
  side: 'input' | 'output',
  column = 0,
): Captions {
  const { x, radius, ys, named, valued } = layout.columns[column];
  if (!named) return { texts: [], value: null, target: null, room: 0 };
  const atEnd = side === 'output';
  const room = (atEnd ? layout.width - x : x) - radius - 10;
  const name = fitted(unitName(model, column, index), room);
  const lines = valued ? (atEnd ? 3 : 2) : 1;
  const text = (line: number, className: string): SVGTextElement =>
    svg('text', {
      class: className,
      x: atEnd ? x + radius + 8 : x - radius - 8,
      y: ys[index] + 4 + (line - (lines - 1) / 2) * lineHeight,
      'text-anchor': atEnd ? 'start' : 'end',
    });
  const label = text(0, 'name');
  setText(label, name);
  const value = valued ? text(1, 'value') : null;
  const target = valued && atEnd ? text(2, 'value muted') : null;
  return { texts: [label, value, target].filter((part) => part !== null), value, target, room };
}

/** Positions the captions of hidden units, which are in the circle and below it. */
function hiddenCaptions(
  model: Model,
  { x, ys, radius, valued, namesAbove, stepping, pictured, room }: ColumnLayout,
  column: number,
  index: number,
): Captions {
  if (!valued) return { texts: [], value: null, target: null, room };
  const name = unitName(model, column, index);
  const inside = !pictured && (!namesAbove || fitsInside(name));
  const label = svg(
    'text',
    {
      class: inside ? 'name inside' : 'name',
      x,
      y: inside ? ys[index] + 4 : ys[index] - radius - 6,
      'text-anchor': 'middle',
    },
    fitted(name, inside ? widestInside : room),
  );
  // The forward values are above the circle and the gradients below; a name above is already one line higher.
  const above = ys[index] - radius - 6;
  if (stepping && !inside) setAttributes(label, { y: above - lineHeight + 2 });
  const y = stepping ? above : ys[index] + radius + 13;
  const value = svg('text', { class: 'value', x, y, 'text-anchor': 'middle' });
  return { texts: [label, value], value, target: null, room };
}

function drawBias(
  model: Model,
  { columns }: Layout,
  column: number,
  index: number,
): { readonly element: SVGGElement; update(value: number, scale: number): void } {
  const { x, ys, radius, valued, namesAbove, pitch, stepping, pictured, room } = columns[column];
  const size = valued ? 9 : 5;
  const reach = radius * (pictured ? 1 : 0.8);
  const center = { x: x - reach, y: ys[index] + reach };
  // Parameters are below the circle, clear of the lines; hidden units have their value there first.
  const last = column === model.columns.length - 1;
  const below = last && !stepping ? 13 : 13 + lineHeight;
  const { names } = model.columns[column];
  const hasNameAbove = pictured || (!last && namesAbove && names.some((name) => !fitsInside(name)));
  const above = (stepping ? lineHeight : 0) + (hasNameAbove ? lineHeight : 0);
  const apart = x - columns[column - 1].x >= 96;
  const roomy = apart && valued && columns[column - 1].valued && pitch >= radius * 2 + above + below + 10;
  const square = svg('rect', { x: center.x - size / 2, y: center.y - size / 2, width: size, height: size });
  const y = ys[index] + radius + below;
  const text = roomy ? svg('text', { class: 'value muted', x, y, 'text-anchor': 'middle' }) : null;
  const name = biasName(model, column, index);
  const element = svg(
    'g',
    { class: 'bias', hidden: true },
    svg('rect', { ...attributesOf(square), class: 'ground' }),
    square,
    text,
  );
  const update = (value: number, scale: number): void => {
    show(element, !Number.isNaN(value));
    const share = Math.min(1, Math.abs(value) / scale);
    setAttributes(square, { class: signClass(value), 'fill-opacity': (0.15 + 0.85 * share).toFixed(2) });
    if (text) setText(text, Number.isNaN(value) ? '' : named(room, name, value).join(''));
  };
  return { element, update };
}

function attributesOf(element: Element): Record<string, string> {
  return Object.fromEntries(Array.from(element.attributes, ({ name, value }) => [name, value]));
}
