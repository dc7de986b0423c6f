import type { DataFacts, NetworkShape, Plane, PlaneSamples, Regions, UnitMaps } from '../../src/protocol.js';
import type { Extent } from '../contour/frame.js';
import { unitFieldOf } from '../regions/unitField.js';

/** The data that the drawing shows. */
export interface CurveView {
  readonly facts: DataFacts;
  readonly plane: Plane;
  /** The outputs at points of the line; null before they are known. */
  readonly curves: Regions | null;
  /** The units whose curves are drawn behind, with their own scale; null where there are none. */
  readonly behind: { readonly columns: number; readonly units: readonly Float32Array[] } | null;
  /** Whether the validation samples are drawn. */
  readonly validation: boolean;
  /** The title of the unit whose outputs are shown; null for the network's. */
  readonly unit: string | null;
  readonly extent: Extent;
}

/** The space above and below the values, as a fraction of their range. */
const margin = 0.12;

/** Returns the rectangle that is drawn. Its height follows from the samples alone, so that no curve moves the axis. */
export function extentOf({ classes }: DataFacts, plane: Plane): Extent {
  const [low, high] = classes ? [0, 1] : endsOf([plane.training, plane.validation]);
  return withHeight(plane, low, high);
}

/** Returns the rectangle for the outputs of a unit. */
export function unitExtent(
  context: { readonly facts: DataFacts; readonly plane: Plane; readonly shape: NetworkShape },
  { unit, values }: Regions,
): Extent {
  const field = unit && unitFieldOf(unit, context, values);
  return field?.kind === 'scale'
    ? withHeight(context.plane, field.low, field.high)
    : withHeight(context.plane, 0, 1);
}

function withHeight({ xMin, xMax }: Plane, low: number, high: number): Extent {
  const beside = margin * (high - low);
  return { xMin, xMax, yMin: low - beside, yMax: high + beside, columns: 2, rows: 2 };
}

function endsOf(parts: readonly PlaneSamples[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { targets } of parts)
    for (const target of targets) [low, high] = [Math.min(low, target), Math.max(high, target)];
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

/** Returns the curves of the last hidden layer's units; null where there is none or it is not drawn. */
export function hiddenCurves({ columns, layers }: UnitMaps): CurveView['behind'] {
  const values = layers.at(-2);
  if (!values) return null;
  const units = Array.from({ length: values.length / columns }, (_, unit) =>
    values.subarray(unit * columns, (unit + 1) * columns),
  );
  return { columns, units };
}
