import type { ConfidentMistake } from '../model/evaluation.js';
import { CalibrationCounter } from './calibrationCounter.js';
import type { BinaryScores } from './curves.js';

/** A classified sample. */
type Classified = Omit<ConfidentMistake, 'rowIndex'>;

/** The largest number of misclassified samples that are listed. */
const mostMistakes = 10;

/** Counts classified samples. */
export class ClassificationTally {
  /** Counts: confusion[truth][predicted]. */
  readonly confusion: readonly number[][];
  readonly calibration = new CalibrationCounter();
  readonly mistakes = new ConfidentMistakes();
  private readonly all: readonly Float64Array[] | null;
  private readonly filled = [0, 0];
  private areFinite = true;

  constructor(classes: number, rows: number) {
    this.confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
    this.all = classes === 2 ? [new Float64Array(rows), new Float64Array(rows)] : null;
  }

  /** Adds a sample; `score` is the output of the last class. */
  add(sample: Classified, score: number): void {
    const { truth, predicted, confidence } = sample;
    this.confusion[truth][predicted]++;
    this.calibration.add(confidence, truth === predicted);
    if (truth !== predicted) this.mistakes.add(sample);
    if (!this.all) return;
    this.all[truth][this.filled[truth]++] = score;
    this.areFinite &&= Number.isFinite(score);
  }

  /** The scores of the samples of two classes; null where there are not two, or a score is not finite. */
  get scores(): BinaryScores | null {
    if (!this.all || !this.areFinite) return null;
    const [negative, positive] = this.all.map((scores, k) => scores.subarray(0, this.filled[k]));
    return { negative, positive };
  }
}

/** Keeps the misclassified samples with the highest confidence; of equal ones, the first. */
class ConfidentMistakes {
  readonly found: Classified[] = [];

  add(mistake: Classified): void {
    const { found } = this;
    const last = found.at(-1);
    if (last && found.length === mostMistakes && !(mistake.confidence > last.confidence)) return;
    const place = found.findIndex(({ confidence }) => mistake.confidence > confidence);
    found.splice(place < 0 ? found.length : place, 0, mistake);
    if (found.length > mostMistakes) found.pop();
  }
}
