import { Random } from '../engine/maths/random.js';
import type { DataSource, GeneratorName } from '../config/spec.js';
import { numericTable, Rows } from './table.js';
import type { Table, Targets } from './table.js';

type Point = readonly [number, number];
type GeneratorSource = Extract<DataSource, { kind: 'generator' }>;

/** The position of a sample: it is number j of the m samples of class c, one of k classes; j and c count from 0. */
interface Draw {
  readonly random: Random;
  readonly j: number;
  readonly m: number;
  readonly c: number;
  readonly k: number;
}

/**
 * The functions that return a sample's point in the plane, without noise. `circles` and `moons` are scikit-learn's
 * make_circles (factor 0.5) and make_moons; `spiral` has one arm per class, as in TensorFlow Playground.
 */
const shapes: Readonly<Record<Exclude<GeneratorName, 'sine'>, (draw: Draw) => Point>> = {
  /** The class is 0 where x and y have the same sign and 1 where they differ. No point is near the axes. */
  xor: ({ random, c }) => {
    const [x, y] = [0.1 + 0.9 * random.uniform(), 0.1 + 0.9 * random.uniform()];
    const side = random.uniform() < 0.5 ? -1 : 1;
    return [side * x, (c === 0 ? side : -side) * y];
  },
  /** Class 0 is the outer circle. */
  circles: ({ j, m, c }) => polar(c === 0 ? 1 : 0.5, (2 * Math.PI * j) / m),
  spiral: ({ j, m, c, k }) => {
    const radius = (j + 1) / m;
    return polar(radius, 1.75 * 2 * Math.PI * radius + (2 * Math.PI * c) / k);
  },
  /** The means are on the unit circle; the standard deviation is 0.3, without the noise. */
  gaussians: ({ random, c, k }) => {
    const [x, y] = polar(1, Math.PI / 4 + (2 * Math.PI * c) / k);
    return [x + 0.3 * random.normal(), y + 0.3 * random.normal()];
  },
  moons: ({ j, m, c }) => {
    const [x, y] = polar(1, m > 1 ? (Math.PI * j) / (m - 1) : 0);
    return c === 0 ? [x, y] : [1 - x, 0.5 - y];
  },
};

/**
 * Generates samples by a formula; `noise` is the standard deviation of the noise on each coordinate (for `sine`, on the
 * target). The classes alternate. `spiral` and `gaussians` have as many classes as the network has outputs, but at least
 * two; the others have two.
 */
export function generate(source: GeneratorSource, seed: number, outputs: number): Table {
  return source.generator === 'sine' ? sine(source, seed) : classes(source, source.generator, seed, outputs);
}

function classes(source: GeneratorSource, name: keyof typeof shapes, seed: number, outputs: number): Table {
  const { samples } = source;
  const k = name === 'spiral' || name === 'gaussians' ? Math.max(2, outputs) : 2;
  const random = new Random(seed, 'generator');
  const noise = new Random(seed, 'noise');
  const inputs = new Rows(2);
  for (let i = 0; i < samples; i++) {
    const c = i % k;
    const [x, y] = shapes[name]({ random, c, k, j: Math.floor(i / k), m: Math.ceil((samples - c) / k) });
    inputs.push([x + source.noise * noise.normal(), y + source.noise * noise.normal()]);
  }
  const targets: Targets = {
    kind: 'classes',
    name: 'class',
    classes: Array.from({ length: k }, (_, c) => String(c)),
    classOf: Int32Array.from({ length: samples }, (_, i) => i % k),
    at: ['data', 'generator'],
  };
  return numericTable(['x', 'y'], inputs, { rows: samples, targets });
}

/** Generates samples of y = sin x at evenly spaced x in [−π, π]. */
function sine({ samples, noise: deviation }: GeneratorSource, seed: number): Table {
  const noise = new Random(seed, 'noise');
  const inputs = new Rows(1);
  const values = new Rows(1);
  for (let i = 0; i < samples; i++) {
    const x = Math.PI * (samples > 1 ? (2 * i) / (samples - 1) - 1 : 0);
    inputs.push([x]);
    values.push([Math.sin(x) + deviation * noise.normal()]);
  }
  const targets: Targets = {
    kind: 'numbers',
    names: ['y'],
    values,
    task: 'regression',
    at: ['data', 'generator'],
  };
  return numericTable(['x'], inputs, { rows: samples, targets });
}

function polar(radius: number, angle: number): Point {
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}
