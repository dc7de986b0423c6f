import type { PlaneSamples } from '../../src/protocol.js';
import { toPixel, type Extent, type Frame } from '../contour/frame.js';
import { clipTo, paintAxes } from '../contour/paint.js';
import type { ClassColor, Theme } from '../theme.js';
import type { CurveView } from './view.js';

const faintness = 0.4;

/** Returns the color of an output's curve and samples. A single output has the color of the second class. */
export function colorOf(colors: readonly ClassColor[], output: number, outputs: number): string {
  return colors[outputs === 1 ? 1 : output].css;
}

export function paintCurves(
  context: CanvasRenderingContext2D,
  frame: Frame<Extent>,
  { facts, plane, curves, behind, validation, unit }: CurveView,
  theme: Theme,
  colors: readonly ClassColor[],
): void {
  const outputs = plane.training.targets.length / plane.training.count;
  clipTo(context, frame);
  context.lineJoin = 'round';
  if (behind) paintBehind(context, frame, behind, theme);
  if (unit === null) {
    paintSamples(context, frame, plane.training, colors, theme, facts.classes !== null, false);
    if (validation)
      paintSamples(context, frame, plane.validation, colors, theme, facts.classes !== null, true);
  }
  if (curves) {
    context.lineWidth = 2.5;
    for (let output = 0; output < curves.outputs; output++) {
      context.strokeStyle = colorOf(colors, output, unit === null ? outputs : 1);
      const { columns } = curves;
      strokeCurve(context, frame, curves.values.subarray(output * columns, (output + 1) * columns));
    }
  }
  context.restore();
  const name = unit ?? (facts.targetNames.length === 1 ? facts.targetNames[0] : '');
  paintAxes(context, frame, [facts.inputNames[0], name], theme);
}

/** Draws the units' curves on a common scale of their own, which fills the frame. */
function paintBehind(
  context: CanvasRenderingContext2D,
  frame: Frame<Extent>,
  { units }: NonNullable<CurveView['behind']>,
  theme: Theme,
): void {
  let [low, high] = [Infinity, -Infinity];
  for (const values of units)
    for (const value of values)
      if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (!(low < high)) return;
  context.strokeStyle = theme.muted;
  context.lineWidth = 1;
  context.globalAlpha = faintness;
  const surface = { ...frame.surface, yMin: low, yMax: high };
  for (const values of units) strokeCurve(context, { ...frame, surface }, values);
  context.globalAlpha = 1;
}

/** Draws values at equal distances. A value that is not finite leaves a gap. */
function strokeCurve(context: CanvasRenderingContext2D, frame: Frame<Extent>, values: Float32Array): void {
  const { xMin, xMax } = frame.surface;
  let isDrawing = false;
  context.beginPath();
  for (const [index, value] of values.entries()) {
    if (!Number.isFinite(value)) {
      isDrawing = false;
      continue;
    }
    const [x, y] = toPixel(frame, xMin + (index / (values.length - 1)) * (xMax - xMin), value);
    // A canvas cannot draw very large coordinates.
    const within = Math.max(-1e4, Math.min(1e4, y));
    if (isDrawing) context.lineTo(x, within);
    else context.moveTo(x, within);
    isDrawing = true;
  }
  context.stroke();
}

/** Draws the samples: training samples as discs, validation samples as rings. A class is drawn where its target is 1. */
function paintSamples(
  context: CanvasRenderingContext2D,
  frame: Frame<Extent>,
  { count, points, targets }: PlaneSamples,
  colors: readonly ClassColor[],
  theme: Theme,
  isClass: boolean,
  isRing: boolean,
): void {
  const outputs = count > 0 ? targets.length / count : 0;
  const radius = count <= 60 ? 4.5 : 3;
  for (let index = 0; index < count; index++) {
    for (let output = 0; output < outputs; output++) {
      const target = targets[index * outputs + output];
      if (isClass && outputs > 1 && target !== 1) continue;
      const [x, y] = toPixel(frame, points[index], target);
      const color = outputs === 1 ? theme.foreground : colorOf(colors, output, outputs);
      context.beginPath();
      context.arc(x, y, radius, 0, Math.PI * 2);
      context.fillStyle = isRing ? theme.background : color;
      context.globalAlpha = isRing ? 1 : 0.75;
      context.fill();
      context.globalAlpha = 1;
      context.lineWidth = isRing ? 1.5 : 1;
      context.strokeStyle = isRing ? color : theme.background;
      context.stroke();
    }
  }
}
