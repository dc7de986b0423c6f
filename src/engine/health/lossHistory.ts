import { median } from '../maths/median.js';
import type { EpochMetrics } from '../model/metrics.js';
import type { HealthSubject } from './healthSubject.js';

/** The largest number of points that rules look at. In a longer history they are evenly spaced. */
const mostPoints = 400;

type Series = 'loss' | 'validationLoss';

/** The losses of a run, in few enough points that rules may look at all of them after each epoch. */
export class LossHistory {
  readonly points: readonly EpochMetrics[];

  constructor({ metrics }: Pick<HealthSubject, 'metrics'>) {
    const step = Math.max(1, metrics.length / mostPoints);
    const count = Math.ceil(metrics.length / step);
    this.points = Array.from(
      { length: count },
      (_, i) => metrics[Math.min(metrics.length - 1, Math.round((i + 1) * step) - 1)],
    );
    if (metrics.length > 0 && this.points[0] !== metrics[0]) this.points = [metrics[0], ...this.points];
  }

  /** The last epoch that was measured; 0 where none was. */
  get epochs(): number {
    return this.points.at(-1)?.epoch ?? 0;
  }

  /** Returns the epochs from one fraction of the run so far to another. */
  between(from: number, to: number): readonly EpochMetrics[] {
    const { epochs } = this;
    return this.points.filter(({ epoch }) => epoch > 0 && epoch >= from * epochs && epoch <= to * epochs);
  }

  /** Returns the median loss of a part of the run so far, which one noisy epoch does not change; null where it is empty. */
  level(from: number, to: number, series: Series = 'loss'): number | null {
    const values = this.between(from, to).flatMap((point) => point[series] ?? []);
    return values.length > 0 ? median(values) : null;
  }

  /** Returns the epoch with the lowest loss of a kind; null where none was measured. */
  lowest(series: Series): EpochMetrics | null {
    return this.points.reduce<EpochMetrics | null>(
      (best, point) => ((point[series] ?? Infinity) < (best?.[series] ?? Infinity) ? point : best),
      null,
    );
  }
}
