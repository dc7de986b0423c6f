import type { FunctionConfig } from '../config/spec.js';
import { descend, startDescent } from '../engine/training/descent.js';
import { createTape, forward } from '../engine/maths/differentiate.js';
import type { Surface } from '../protocol.js';

/** The number of points along each side of the grid. */
const side = 121;
/** The number of steps of a trial descent that determines where the path lies. */
const trialSteps = 1000;
/** The distance from the start up to which the path is followed, in units of the start's largest coordinate (or 1). */
const farthest = 5;
const margin = 1.2;

interface Box {
  readonly center: readonly [number, number];
  /** Half of the side's length. */
  readonly reach: number;
}

/** Returns the function's values on a square grid around the path of its descent. */
export function contourOf(config: FunctionConfig): Surface {
  const { center, reach } = boxOf(config);
  const [xMin, yMin] = center.map((middle) => middle - reach);
  const step = (2 * reach) / (side - 1);
  const x = Float64Array.from({ length: side * side }, (_, index) => xMin + (index % side) * step);
  const y = Float64Array.from({ length: side * side }, (_, index) => yMin + Math.floor(index / side) * step);
  const values = forward(createTape(config.function, side * side), { x, y }, side * side).slice();
  const { text } = config.function;
  return {
    text,
    xMin,
    xMax: xMin + 2 * reach,
    yMin,
    yMax: yMin + 2 * reach,
    columns: side,
    rows: side,
    values,
  };
}

/** Returns a square around the end of the descent that contains its path, or around the start if the descent diverges. */
function boxOf({ start, training, ...config }: FunctionConfig): Box {
  const path = trial({ ...config, start, training });
  const reach = Math.max(...path.flatMap((point) => distances(point, path[path.length - 1])), 0);
  return { center: path[path.length - 1], reach: margin * (reach || Math.max(1, ...start.map(Math.abs))) };
}

function trial(config: FunctionConfig): (readonly [number, number])[] {
  const training = { ...config.training, epochs: Math.min(config.training.epochs, trialSteps) };
  const limit = farthest * Math.max(1, ...config.start.map(Math.abs));
  const path: (readonly [number, number])[] = [config.start];
  for (const metrics of descend(startDescent(config, training), config, training)) {
    if (!metrics?.point) continue;
    if (distances(metrics.point, config.start).some((distance) => !(distance <= limit)))
      return path.slice(0, 1);
    path.push(metrics.point);
  }
  return path;
}

function distances(a: readonly [number, number], b: readonly [number, number]): [number, number] {
  return [Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])];
}
