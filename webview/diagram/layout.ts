import { textWidth } from '../measure.js';
import { isCutOff, type Column, type Model } from './model.js';
import { labelFraction } from './labels.js';

/** Where everything of the diagram is, in CSS px. Decided by the model and the width alone, so that no value moves it. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly ColumnLayout[];
  /** Of the layer that ends in column c, at c − 1. */
  readonly links: readonly LinkLayout[];
  /** From a column's middle to the next one's. */
  readonly gap: number;
  /** Whether name and detail of a column share a line. */
  readonly titlesInOneLine: boolean;
}

export interface ColumnLayout {
  readonly x: number;
  readonly drawn: boolean;
  /** Centres of the units; none in a strip. */
  readonly ys: readonly number[];
  /** Of a unit; half the width of a strip. */
  readonly radius: number;
  readonly top: number;
  readonly bottom: number;
  /** Names and values stand beside the units. */
  readonly valued: boolean;
  readonly named: boolean;
  readonly pitch: number;
  readonly stepping: boolean;
  /** Width that a value above or below a unit may take without touching its neighbors. */
  readonly room: number;
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type LinkLayout =
  /** A line for each weight; their values at this fraction of the way, or nowhere, with room for a gradient below or not. */
  | {
      readonly kind: 'lines';
      readonly labelAt: number | null;
      readonly gradients: boolean;
      /** Width that a label may take. */
      readonly room: number;
    }
  /** Too many to draw as lines into units that are drawn: a heat map with a row beside each unit. */
  | { readonly kind: 'block'; readonly block: Rectangle }
  /** Into a strip, which shows the weights itself. */
  | { readonly kind: 'band' }
  /** Layers are left out between the columns. */
  | { readonly kind: 'cut' };

/** Below this every pixel counts. */
const narrow = 400;
const smallestGap = 64;
/** From a unit's centre to that of a label beside what stands below it. */
const labelRoom = 64;
/** Of that distance, the part of what stands below the unit. */
const valueShare = 0.45;
const largestGap = 280;
const edge = 4;
const smallestHeight = 240;
/** Where there is little room for it. */
const smallestCapped = 192;
const largestPitch = 110;

export interface LayoutOptions {
  /** Of the whole drawing, in px: where it would be taller its units move together. */
  readonly tallest: number;
  /** With a gradient below each value. */
  readonly stepping: boolean;
}

const live: LayoutOptions = { tallest: Infinity, stepping: false };

/** Title lines above the units and a margin below them. */
const heading = { oneLine: 40, twoLines: 56 } as const;
const footing = 24;

export function layoutOf(model: Model, available: number, options: LayoutOptions = live): Layout {
  const { columns } = model;
  const { tallest, stepping } = options;
  const smallest = tallest < Infinity ? smallestCapped : smallestHeight;
  const wanted = Math.max(
    smallest,
    ...columns.map(({ count, drawn }) => (drawn ? count * pitchFor(count, stepping) : 0)),
  );
  const inner = Math.min(wanted, Math.max(smallest, tallest - heading.twoLines - footing));
  const stripHalf = available < narrow ? 20 : 32;
  const sketches = columns.map((column) => sketch(column, inner, stripHalf));
  const left = marginFor(columns[0], sketches[0], available);
  const right = marginFor(columns[columns.length - 1], sketches[columns.length - 1], available);
  const gaps = Math.max(1, columns.length - 1);
  const gap = Math.min(largestGap, Math.max(smallestGap, (available - left - right) / gaps));
  const content = left + gap * (columns.length - 1) + right;
  const offset = left + Math.max(0, (available - content) / 2);
  const widths = columns.map(({ title, detail }) => textWidth(`${title} · ${detail}`, 'title'));
  const titlesInOneLine = widths.every((width) => width + 8 <= gap);
  const top = titlesInOneLine ? heading.oneLine : heading.twoLines;
  const placed = sketches.map(({ radius, pitch, valued, named }, index): Placed => {
    const { count, drawn } = columns[index];
    const span = drawn ? pitch * count : inner;
    const from = top + (inner - span) / 2;
    const ys = drawn ? Array.from({ length: count }, (_, unit) => from + pitch * (unit + 0.5)) : [];
    return {
      x: offset + gap * index,
      drawn,
      ys,
      radius,
      top: from,
      bottom: from + span,
      valued,
      named,
      pitch,
      stepping,
    };
  });
  const links = placed
    .slice(1)
    .map((column, index) =>
      isCutOff(model, index + 1) ? cut : linkBetween(placed[index], column, gap, stepping),
    );
  return {
    width: Math.max(available, content),
    height: top + inner + footing,
    columns: placed.map((column, index) => ({ ...column, room: roomFor(links.at(index), gap) })),
    links,
    gap,
    titlesInOneLine,
  };
}

const cut: LinkLayout = { kind: 'cut' };

type Placed = Omit<ColumnLayout, 'room'>;

/** A value below a unit shares the way to the labels on the lines that leave the unit with half of such a label. */
function roomFor(link: LinkLayout | undefined, gap: number): number {
  const labelAt = link?.kind === 'lines' ? link.labelAt : null;
  return Math.min(gap - 8, labelAt === null ? Infinity : labelAt * gap * valueShare * 2 - 4);
}

/** Least distance of units in a column of `count`. */
function pitchFor(count: number, stepping: boolean): number {
  if (count <= 4) return stepping ? 84 : 68;
  if (count <= 8) return stepping ? 68 : 58;
  return count <= 16 ? 22 : 18;
}

interface Sketch {
  readonly pitch: number;
  readonly radius: number;
  readonly valued: boolean;
  readonly named: boolean;
}

function sketch({ count, drawn }: Column, inner: number, stripHalf: number): Sketch {
  if (!drawn) return { pitch: 0, radius: stripHalf, valued: false, named: false };
  const pitch = Math.min(largestPitch, inner / count);
  const valued = pitch >= 48;
  return {
    pitch,
    radius: valued ? 17 : pitch >= 22 ? 9 : Math.min(7, Math.max(2, pitch / 2 - 1)),
    valued,
    named: pitch >= 16,
  };
}

/** Room beside the first and the last column for the names. */
function marginFor({ names, drawn }: Column, { radius, named, valued }: Sketch, available: number): number {
  if (!drawn || !named) return radius + edge;
  const isNarrow = available < narrow;
  const values = valued ? textWidth(isNarrow ? '−0e−000' : '−0.000e−00') : 0;
  const widest = Math.max(0, ...names.map((name) => textWidth(name, 'name')));
  return radius + 8 + Math.max(values, Math.min(widest, isNarrow ? 48 : available * 0.2)) + edge;
}

function linkBetween(from: Placed, to: Placed, gap: number, stepping: boolean): LinkLayout {
  if (!to.drawn) return { kind: 'band' };
  if (!from.drawn) {
    const width = Math.min(64, gap - from.radius - to.radius - 24);
    const x = to.x - to.radius - 12 - width;
    return { kind: 'block', block: { x, y: to.top, width, height: to.bottom - to.top } };
  }
  if (!from.valued || !to.valued) return { kind: 'lines', labelAt: null, gradients: false, room: 0 };
  const labelAt = (lines: number): number | null => labelFraction(from.ys, to.ys, labelRoom / gap, lines);
  const roomy = stepping ? labelAt(2) : null;
  const at = roomy ?? labelAt(1);
  const room = (at ?? 0) * gap * (1 - valueShare) * 2 - 4;
  return { kind: 'lines', labelAt: at, gradients: roomy !== null, room };
}
