import type { Context } from '../mistakes/context.js';
import type { Mistake } from '../mistakes/mistake.js';

/** A constant factor by which gradients are wrong. */
export interface Scale {
  readonly factor: number;
  readonly mistake: Mistake;
  readonly cost: number;
}

/** Returns the constant factors that result from known mistakes. Of equal factors, the likeliest is first. */
export function scalesOf({ rows, outputs, recorded, learningRate, batchSize }: Context): Scale[] {
  const plain = (factor: number, cost: number): Scale => ({
    factor,
    mistake: { code: 'factor', factor, of: 'gradient' },
    cost,
  });
  const missing = (factor: number, cost: number): Scale => ({
    factor,
    mistake: { code: 'missing-batch-mean', factor },
    cost,
  });
  const { reduction } = recorded.network;
  const double = (factor: number, cost: number): Scale => ({
    factor,
    mistake: { code: 'double-batch-mean', factor, reduction },
    cost,
  });
  const isMean = reduction !== 'sum';
  const rate = (negative: boolean, cost: number): Scale => ({
    factor: negative ? -learningRate : learningRate,
    mistake: { code: 'learning-rate-included', learningRate, negative },
    cost,
  });
  const batches =
    batchSize !== null && batchSize < rows
      ? [batchSize, 1 / batchSize, rows / batchSize, batchSize / rows]
      : [];
  const all = [
    { factor: -1, mistake: { code: 'wrong-sign', of: 'gradient' } as const, cost: 0.9 },
    ...(isMean ? [missing(rows, 1)] : []),
    double(1 / rows, 1),
    ...(recorded.loss.meanOverOutputs
      ? [...(isMean ? [missing(rows * outputs, 1.08)] : []), double(1 / (rows * outputs), 1.08)]
      : []),
    rate(false, 1.02),
    rate(true, 1.05),
    plain(2, 1.03),
    plain(0.5, 1.03),
    ...[outputs, 1 / outputs, 2 * outputs, 0.5 / outputs, 2 / outputs, outputs / 2, 4, 0.25].map((factor) =>
      plain(factor, 1.1),
    ),
    ...[
      ...(isMean ? [] : [rows]),
      2 * rows,
      0.5 / rows,
      rows * outputs,
      1 / (rows * outputs),
      rows / (rows - 1),
      ...batches,
    ].map((factor) => plain(factor, 1.25)),
  ];
  const seen = new Set<string>();
  return all.filter(({ factor, mistake }) => {
    const key = `${mistake.code} ${factor}`;
    const isNew = Number.isFinite(factor) && factor !== 0 && Math.abs(factor - 1) > 1e-12 && !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
