import type { Calibration } from '../model/evaluation.js';

const binCount = 10;

/** Collects the probabilities of the predicted classes, and whether they were right. */
export class CalibrationCounter {
  private readonly counts = new Array<number>(binCount).fill(0);
  private readonly confidences = new Array<number>(binCount).fill(0);
  private readonly right = new Array<number>(binCount).fill(0);
  private isValid = true;

  add(confidence: number, isRight: boolean): void {
    if (!(confidence >= 0 && confidence <= 1)) {
      this.isValid = false;
      return;
    }
    const bin = Math.min(binCount - 1, Math.floor(confidence * binCount));
    this.counts[bin]++;
    this.confidences[bin] += confidence;
    if (isRight) this.right[bin]++;
  }

  /** Returns the calibration; null where an output was not a probability. */
  result(): Calibration | null {
    if (!this.isValid) return null;
    const { counts, confidences, right } = this;
    const total = counts.reduce((sum, count) => sum + count, 0);
    const errors = counts.map((_, bin) => Math.abs(right[bin] - confidences[bin]));
    return {
      bins: counts.map((count, bin) => ({
        count,
        confidence: count === 0 ? null : confidences[bin] / count,
        accuracy: count === 0 ? null : right[bin] / count,
      })),
      expectedError: total === 0 ? 0 : errors.reduce((sum, error) => sum + error, 0) / total,
    };
  }
}
