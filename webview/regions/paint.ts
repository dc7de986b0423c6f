import type { DataFacts, Plane, PlaneSamples, Regions } from '../../src/protocol.js';
import { toPixel, type Extent, type Frame } from '../contour/frame.js';
import { clipTo, paintAxes, strokeSegments } from '../contour/paint.js';
import type { ClassColor, Theme } from '../theme.js';
import { bordersOf, flattened, pixelsOf, refined, tintOf, type Field } from './field.js';

const strongestTint = 140;
/** The factor by which a discrete map is refined, so that its areas have smooth borders. */
const refinement = 4;
/** Returns the radius of the marks, which are larger if there are few samples. */
const radiusFor = (samples: number): number => (samples <= 60 ? 5 : 3);
/** The lowest opacity of an outline, so that one whose target is in the middle of the scale stays visible. */
const faintestOutline = 0.5;

/** Everything that is drawn, in CSS px. */
export interface Scene {
  readonly frame: Frame<Extent>;
  readonly field: Field;
  readonly facts: DataFacts;
  readonly targets: Field;
  readonly unit: string | null;
  readonly plane: Plane;
  readonly regions: Regions | null;
  readonly names: readonly [string, string];
  readonly discrete: boolean;
  readonly validation: boolean;
}

export function paint(
  context: CanvasRenderingContext2D,
  scene: Scene,
  theme: Theme,
  colors: readonly ClassColor[],
): void {
  const { frame, field, targets, plane, regions, names } = scene;
  clipTo(context, frame);
  if (regions) {
    paintField(context, scene, regions, colors);
    context.strokeStyle = theme.foreground;
    context.lineWidth = 1;
    strokeSegments(context, frame, bordersOf(field, regions));
  }
  paintSamples(context, frame, targets, plane.training, (tint) => disc(context, colors[tint].css, theme));
  if (scene.validation)
    paintSamples(context, frame, targets, plane.validation, (tint) => ring(context, colors[tint].css, theme));
  context.restore();
  paintAxes(context, frame, names, theme);
}

/** Paints one pixel for each point of the grid, scaled up. The outer points are on the frame. */
function paintField(
  context: CanvasRenderingContext2D,
  { frame: { left, top, right, bottom }, field, facts, unit, discrete }: Scene,
  regions: Regions,
  colors: readonly ClassColor[],
): void {
  const shown = discrete ? refined(regions, refinement) : regions;
  const { columns, rows } = shown;
  const small = new OffscreenCanvas(columns, rows);
  const pixels = pixelsOf(
    shown,
    colors.map(({ rgb }) => rgb),
    strongestTint,
    (outputs) => {
      const tint = tintOf(field, outputs);
      return discrete ? flattened(tint, facts.classes !== null && unit === null) : tint;
    },
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
  mark: (color: number) => void,
): void {
  const outputs = targets.length / count;
  const radius = radiusFor(count);
  for (let index = 0; index < count; index++) {
    const [x, y] = toPixel(frame, points[2 * index], points[2 * index + 1]);
    const { color, strength } = tintOf(field, [...targets.subarray(index * outputs, (index + 1) * outputs)]);
    context.beginPath();
    context.arc(x, y, radius, 0, Math.PI * 2);
    context.globalAlpha = strength;
    mark(color);
  }
  context.globalAlpha = 1;
}

/** Draws a training sample as a disc. */
function disc(context: CanvasRenderingContext2D, color: string, theme: Theme): void {
  ground(context, theme);
  context.fillStyle = color;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1;
  context.stroke();
}

/** Draws a validation sample as a ring. */
function ring(context: CanvasRenderingContext2D, color: string, theme: Theme): void {
  ground(context, theme);
  context.globalAlpha = Math.max(faintestOutline, context.globalAlpha);
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.stroke();
}

/** Draws an opaque background below a translucent mark. */
function ground(context: CanvasRenderingContext2D, theme: Theme): void {
  const { globalAlpha } = context;
  context.globalAlpha = 1;
  context.fillStyle = theme.background;
  context.fill();
  context.globalAlpha = globalAlpha;
}
