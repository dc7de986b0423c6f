import type { Samples, Task } from '../../model/dataset.js';
import { classOf } from '../../model/classOf.js';
import { spacedRows, type Columns } from './columns.js';

/** The largest number of samples that are compared with each other, and of their values. */
const most = { rows: 600, values: 60_000 };
/** The fewest samples that neighbors say anything about. */
const fewest = 40;
const neighbors = 5;

/**
 * Estimates how well the targets can be told from the inputs: by the five nearest other samples, with inputs in units of
 * their standard deviation (T. Cover, P. Hart: Nearest neighbor pattern classification, 1967). Null where there are too few.
 */
export function* reachableSteps(
  samples: Samples,
  task: Task,
  { spread }: Columns,
): Generator<undefined, number | null> {
  const { inputs } = samples;
  const rows = spacedRows(
    inputs.rows,
    Math.min(most.rows, Math.floor(most.values / Math.max(1, inputs.columns))),
  );
  if (rows.length < fewest) return null;
  const points = rows.map((row) =>
    Float64Array.from({ length: inputs.columns }, (_, c) =>
      spread[c] > 0 ? inputs.values[row * inputs.columns + c] / spread[c] : 0,
    ),
  );
  const judge = task === 'classification' ? new ClassVotes(samples, rows) : new MeanOfTargets(samples, rows);
  for (let i = 0; i < rows.length; i++) {
    judge.add(i, nearest(points, i));
    if (i % 8 === 7) yield undefined;
  }
  return judge.error;
}

/** Returns the indices of the nearest other points. */
function nearest(points: readonly Float64Array[], index: number): number[] {
  const best: { distance: number; other: number }[] = [];
  points.forEach((point, other) => {
    if (other === index) return;
    const distance = squaredDistance(point, points[index]);
    if (best.length === neighbors && distance >= best[neighbors - 1].distance) return;
    best.push({ distance, other });
    best.sort((a, b) => a.distance - b.distance);
    if (best.length > neighbors) best.pop();
  });
  return best.map(({ other }) => other);
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}

class ClassVotes {
  private wrong = 0;
  private readonly classes: readonly number[];

  constructor({ targets }: Samples, rows: readonly number[]) {
    this.classes = rows.map((row) => classOf(targets.values, row * targets.columns, targets.columns));
  }

  add(index: number, others: readonly number[]): void {
    const votes = new Map<number, number>();
    for (const other of others) votes.set(this.classes[other], (votes.get(this.classes[other]) ?? 0) + 1);
    const [winner] = [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best));
    if (winner !== this.classes[index]) this.wrong++;
  }

  get error(): number {
    return this.wrong / this.classes.length;
  }
}

class MeanOfTargets {
  private left = 0;

  constructor(
    private readonly samples: Samples,
    private readonly rows: readonly number[],
  ) {}

  add(index: number, others: readonly number[]): void {
    const { columns } = this.samples.targets;
    for (let c = 0; c < columns; c++) {
      const mean = others.reduce((sum, other) => sum + this.target(other, c), 0) / others.length;
      this.left += (this.target(index, c) - mean) ** 2;
    }
  }

  private target(index: number, column: number): number {
    const { columns, values } = this.samples.targets;
    return values[this.rows[index] * columns + column];
  }

  get error(): number | null {
    const { rows, samples } = this;
    let total = 0;
    for (let c = 0; c < samples.targets.columns; c++) {
      const mean = rows.reduce((sum, _, i) => sum + this.target(i, c), 0) / rows.length;
      total += rows.reduce((sum, _, i) => sum + (this.target(i, c) - mean) ** 2, 0);
    }
    return total > 0 ? this.left / total : null;
  }
}
