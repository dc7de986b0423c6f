import type { Plane, PlaneSamples, Regions } from '../../src/protocol.js';
import { toPixel, type Extent, type Frame } from '../contour/frame.js';
import { clipTo, paintAxes, strokeSegments } from '../contour/paint.js';
import type { ClassColour, Theme } from '../theme.js';
import { bordersOf, pixelsOf, tintOf, type Field } from './field.js';

const strongestTint = 140;
/** Of few samples the marks are larger. */
const radiusFor = (samples: number): number => (samples <= 60 ? 5 : 3);
/** An outline whose target is in the middle of the scale is still seen. */
const faintestOutline = 0.5;

/** All that is drawn, in CSS px. */
export interface Scene {
  readonly frame: Frame<Extent>;
  readonly field: Field;
  readonly plane: Plane;
  readonly regions: Regions | null;
  readonly names: readonly [string, string];
}

export function paint(
  context: CanvasRenderingContext2D,
  { frame, field, plane, regions, names }: Scene,
  theme: Theme,
  colours: readonly ClassColour[],
): void {
  clipTo(context, frame);
  if (regions) {
    paintField(context, frame, field, regions, colours);
    context.strokeStyle = theme.foreground;
    context.lineWidth = 1;
    strokeSegments(context, frame, bordersOf(field, regions));
  }
  paintSamples(context, frame, field, plane.training, (tint) => disc(context, colours[tint].css, theme));
  paintSamples(context, frame, field, plane.validation, (tint) => ring(context, colours[tint].css, theme));
  context.restore();
  paintAxes(context, frame, names, theme);
}

/** One pixel for each point of the grid, drawn larger: the outer points lie on the frame. */
function paintField(
  context: CanvasRenderingContext2D,
  { left, top, right, bottom }: Frame<Extent>,
  field: Field,
  regions: Regions,
  colours: readonly ClassColour[],
): void {
  const { columns, rows } = regions;
  const small = new OffscreenCanvas(columns, rows);
  const pixels = pixelsOf(
    field,
    regions,
    colours.map(({ rgb }) => rgb),
    strongestTint,
  );
  small.getContext('2d')!.putImageData(new ImageData(pixels, columns, rows), 0, 0);
  const across = (right - left) / (columns - 1);
  const up = (bottom - top) / (rows - 1);
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, left - across / 2, top - up / 2, across * columns, up * rows);
}

function paintSamples(
  context: CanvasRenderingContext2D,
  frame: Frame<Extent>,
  field: Field,
  { count, points, targets }: PlaneSamples,
  mark: (colour: number) => void,
): void {
  const outputs = targets.length / count;
  const radius = radiusFor(count);
  for (let index = 0; index < count; index++) {
    const [x, y] = toPixel(frame, points[2 * index], points[2 * index + 1]);
    const { colour, strength } = tintOf(field, [...targets.subarray(index * outputs, (index + 1) * outputs)]);
    context.beginPath();
    context.arc(x, y, radius, 0, Math.PI * 2);
    context.globalAlpha = strength;
    mark(colour);
  }
  context.globalAlpha = 1;
}

/** Of the training part: filled. */
function disc(context: CanvasRenderingContext2D, colour: string, theme: Theme): void {
  ground(context, theme);
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1;
  context.stroke();
}

/** Of the validation part: an outline. */
function ring(context: CanvasRenderingContext2D, colour: string, theme: Theme): void {
  ground(context, theme);
  context.globalAlpha = Math.max(faintestOutline, context.globalAlpha);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.stroke();
}

/** Under a mark that lets some of it through. */
function ground(context: CanvasRenderingContext2D, theme: Theme): void {
  const { globalAlpha } = context;
  context.globalAlpha = 1;
  context.fillStyle = theme.background;
  context.fill();
  context.globalAlpha = globalAlpha;
}
