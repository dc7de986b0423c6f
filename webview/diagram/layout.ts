import { textWidth } from '../measure.js';
import { isCutOff, type Column, type Model } from './model.js';
import { labelFraction } from './labels.js';

/**
 * The positions of all elements of the diagram, in CSS px. They depend on the model and the width alone, so that no
 * value moves them.
 */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly ColumnLayout[];
  /** The links, where index c − 1 is that of the layer that ends in column c. */
  readonly links: readonly LinkLayout[];
  /** The distance between the centers of adjacent columns. */
  readonly gap: number;
  /** Whether the name and the detail of a column share a line. */
  readonly titlesInOneLine: boolean;
}

export interface ColumnLayout {
  readonly x: number;
  readonly drawn: boolean;
  /** The vertical centers of the units; empty for a strip. */
  readonly ys: readonly number[];
  /** The radius of a unit; half the width of a strip. */
  readonly radius: number;
  readonly top: number;
  readonly bottom: number;
  /** Whether names and values are written beside the units. */
  readonly valued: boolean;
  readonly named: boolean;
  /** Whether names that are wider than a circle have room above it. If not, they are shortened to the circle. */
  readonly namesAbove: boolean;
  readonly pitch: number;
  readonly stepping: boolean;
  /** Whether each unit is a picture of its outputs over the inputs. */
  readonly pictured: boolean;
  /** The width that a value above or below a unit may have without touching its neighbors. */
  readonly room: number;
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type LinkLayout =
  /**
   * A line for each weight. Their values are at this fraction of the line, or nowhere, with or without room for a
   * gradient below.
   */
  | {
      readonly kind: 'lines';
      readonly labelAt: number | null;
      readonly gradients: boolean;
      /** The width that a label may have. */
      readonly room: number;
    }
  /** A heat map with a row beside each unit, for weights that are too many to draw as lines. */
  | { readonly kind: 'block'; readonly block: Rectangle }
  /** A funnel into a strip, which shows the weights itself. */
  | { readonly kind: 'band' }
  /** A gap where layers are left out between the columns. */
  | { readonly kind: 'cut' };

/** The width below which the layout saves space. */
const narrow = 400;
/** The width below which values beside units have fewer digits, which leaves room for the labels of weights. */
const fewDigits = 560;
const smallestGap = 64;
/** The vertical distance between the center of a unit and the center of a label beside the text below it. */
const labelRoom = 64;
/** The share of that distance that the text below the unit has. */
const valueShare = 0.45;
const largestGap = 280;
const edge = 4;
const smallestHeight = 240;
/** The smallest height where `tallest` limits it. */
const smallestCapped = 192;
const largestPitch = 110;
/** The height of the texts above and below a unit's picture. */
const pictureTexts = 34;
/** Half the side of the largest picture of a unit, in a narrow drawing, and of the smallest one with texts. */
const largestPicture = 26;
const narrowPicture = 20;
const smallestPicture = 14;
/** The radius of units with values, and the width of the widest text in their circles. */
const valuedRadius = 17;
export const widestInside = 2 * valuedRadius - 2;

export interface LayoutOptions {
  /** The maximum height of the drawing in px. Units move closer together to keep it. */
  readonly tallest: number;
  /** Whether a gradient is written below each value. */
  readonly stepping: boolean;
  /** Whether each unit is a picture of its outputs over the inputs. */
  readonly pictured: boolean;
}

const live: LayoutOptions = { tallest: Infinity, stepping: false, pictured: false };

/** The height of the title lines above the units with the margin below them. */
const heading = { oneLine: 40, twoLines: 56 } as const;
const footing = 24;

export function layoutOf(model: Model, available: number, options: LayoutOptions = live): Layout {
  const { columns } = model;
  const { tallest, stepping } = options;
  const smallest = tallest < Infinity ? smallestCapped : smallestHeight;
  const hidden = columns.map((_, index) => index > 0 && index < columns.length - 1);
  const wanted = Math.max(
    smallest,
    ...columns.map((column, index) =>
      column.drawn ? column.count * pitchFor(column, hidden[index], options) : 0,
    ),
  );
  const inner = Math.min(wanted, Math.max(smallest, tallest - heading.twoLines - footing));
  const sketches = columns.map((column) => sketch(column, inner, available < narrow, options));
  const left = marginFor(columns[0], sketches[0], available);
  const right = marginFor(columns[columns.length - 1], sketches[columns.length - 1], available);
  const gaps = Math.max(1, columns.length - 1);
  const gap = Math.min(largestGap, Math.max(smallestGap, (available - left - right) / gaps));
  const content = left + gap * (columns.length - 1) + right;
  const offset = left + Math.max(0, (available - content) / 2);
  const widths = columns.map(({ title, detail }) => textWidth(`${title} · ${detail}`, 'title'));
  const titlesInOneLine = widths.every((width) => width + 8 <= gap);
  const top = titlesInOneLine ? heading.oneLine : heading.twoLines;
  const placed = sketches.map((outline, index): Placed => {
    const { count, drawn } = columns[index];
    const { pitch } = outline;
    const span = drawn ? pitch * count : columns[index].kind === 'image' ? 2 * outline.radius : inner;
    const from = top + (inner - span) / 2;
    const ys = drawn ? Array.from({ length: count }, (_, unit) => from + pitch * (unit + 0.5)) : [];
    return {
      ...outline,
      x: offset + gap * index,
      drawn,
      ys,
      top: from,
      bottom: from + span,
      stepping,
      pictured: isPictured(columns[index], options),
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

/** Returns whether each unit of a column is a picture. While stepping, numbers are shown in their place. */
function isPictured({ kind }: Column, { pictured, stepping }: LayoutOptions): boolean {
  return pictured || (kind === 'patches' && !stepping);
}

const cut: LinkLayout = { kind: 'cut' };

type Placed = Omit<ColumnLayout, 'room'>;

/**
 * Returns the width for a value below a unit. It shares the space with half a label on the lines that leave the unit.
 */
function roomFor(link: LinkLayout | undefined, gap: number): number {
  const labelAt = link?.kind === 'lines' ? link.labelAt : null;
  return Math.min(gap - 8, labelAt === null ? Infinity : labelAt * gap * valueShare * 2 - 4);
}

/** Returns the minimum distance of a column's units. */
function pitchFor(column: Column, isHidden: boolean, options: LayoutOptions): number {
  const { count, names } = column;
  const { stepping } = options;
  if (isPictured(column, options)) return count <= 4 ? 84 : count <= 8 ? 72 : count <= 16 ? 32 : 22;
  const forNames = isHidden && names.some((name) => !fitsInside(name)) ? pitchWithNames(stepping) : 0;
  if (count <= 4) return Math.max(forNames, stepping ? 84 : 68);
  if (count <= 8) return Math.max(forNames, stepping ? 68 : 58);
  return count <= 16 ? 22 : 18;
}

/** Returns the least distance of units that leaves room for a name above a unit, below the values of the one above. */
function pitchWithNames(stepping: boolean): number {
  return 2 * valuedRadius + (stepping ? 52 : 40);
}

/** Returns whether a name fits into the circle of a unit with values. */
export function fitsInside(name: string): boolean {
  return textWidth(name, 'name') <= widestInside;
}

interface Sketch {
  readonly pitch: number;
  readonly radius: number;
  readonly valued: boolean;
  readonly named: boolean;
  readonly namesAbove: boolean;
}

function sketch(column: Column, inner: number, isNarrow: boolean, options: LayoutOptions): Sketch {
  const { count, drawn } = column;
  const pictured = isPictured(column, options);
  if (!drawn)
    return {
      pitch: 0,
      radius: stripHalf(column, isNarrow, pictured),
      valued: false,
      named: false,
      namesAbove: false,
    };
  const pitch = Math.min(largestPitch, inner / count);
  const valued = pitch >= (pictured ? pictureTexts + 2 * smallestPicture : 48);
  const radius = pictured ? pictureRadius(pitch, valued, isNarrow) : discRadius(pitch, valued);
  const namesAbove = pictured ? valued : pitch >= pitchWithNames(options.stepping);
  return { pitch, radius, valued, named: pitch >= 16, namesAbove };
}

/** Returns half the width of a strip, which is wider where it shows images. */
function stripHalf({ kind }: Column, isNarrow: boolean, pictured: boolean): number {
  if (kind === 'image') return isNarrow ? 28 : 48;
  return (pictured ? 1.5 : 1) * (isNarrow ? 20 : 32);
}

function discRadius(pitch: number, valued: boolean): number {
  return valued ? valuedRadius : pitch >= 22 ? 9 : Math.min(7, Math.max(2, pitch / 2 - 1));
}

/** Returns half the side of a unit's picture, which has its name above and its value below it. */
function pictureRadius(pitch: number, valued: boolean, isNarrow: boolean): number {
  const largest = isNarrow ? narrowPicture : largestPicture;
  return Math.max(2, Math.min(largest, (valued ? pitch - pictureTexts : pitch - 2) / 2));
}

/** Returns the space for the names beside the first and the last column. */
function marginFor({ names, drawn }: Column, { radius, named, valued }: Sketch, available: number): number {
  if (!drawn || !named) return radius + edge;
  const isNarrow = available < narrow;
  const values = valued ? textWidth(available < fewDigits ? '−0e−000' : '−0.000e−00') : 0;
  const widest = Math.max(0, ...names.map((name) => textWidth(name, 'name')));
  return radius + 8 + Math.max(values, Math.min(widest, isNarrow ? 48 : available * 0.2)) + edge;
}

function linkBetween(from: Placed, to: Placed, gap: number, stepping: boolean): LinkLayout {
  if (!to.drawn) return { kind: 'band' };
  if (!from.drawn && to.pictured) return { kind: 'band' };
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
