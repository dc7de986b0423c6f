import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

/** The least share of the ruling class: with three of four samples a network may still be right to choose. */
const least = 0.75;
/** How often the other classes are predicted, as a multiple of how often they occur. */
const rarely = 0.15;

/** Reports a class that rules, where the others are (nearly) never predicted although most of the run is done. */
export function imbalancedClasses(subject: HealthSubject): Alarm | null {
  const { data, instruments } = subject;
  const { done, history } = standingOf(subject);
  const last = instruments.slice(-3).flatMap(({ predicted }) => predicted ?? []);
  if (!data.classCounts || done < 0.8 || instruments.length < 3 || last.length === 0) return null;
  const largest = Math.max(...data.classCounts);
  const share = largest / data.rows;
  if (share < least || share >= 1) return null;
  const ruler = data.classCounts.indexOf(largest);
  const classes = data.classCounts.length;
  const counts = data.classCounts.map((_, c) => sum(last.filter((__, i) => i % classes === c)));
  const others = 1 - counts[ruler] / sum(counts);
  if (others >= rarely * (1 - share)) return null;
  return alarm('imbalanced-classes', {
    epoch: history.epochs,
    cause: { part: 'data' },
    evidence: { class: ruler, share, predictedShare: 1 - others },
    remedies: [{ change: 'classWeights' }],
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
