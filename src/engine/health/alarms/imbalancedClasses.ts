import type { Alarm } from '../alarm.js';
import type { HealthSubject } from '../healthSubject.js';
import { alarm } from '../rule.js';
import { standingOf } from '../standing.js';

const majority = 0.75;
const rarely = 0.1;

/** Reports a class that rules, where the others are (nearly) never predicted after much of the run. */
export function imbalancedClasses(subject: HealthSubject): Alarm | null {
  const { data, instruments } = subject;
  const { done, history } = standingOf(subject);
  const last = instruments.slice(-2);
  if (!data.classCounts || done < 0.5 || last.length < 2) return null;
  const largest = Math.max(...data.classCounts);
  const share = largest / data.rows;
  const ruler = data.classCounts.indexOf(largest);
  if (share < majority || share >= 1) return null;
  const others = last.map(({ predicted }) => {
    const total = (predicted ?? []).reduce((a, b) => a + b, 0);
    return predicted && total > 0 ? 1 - predicted[ruler] / total : 1;
  });
  if (!others.every((predictedShare) => predictedShare < rarely * (1 - share))) return null;
  return alarm('imbalanced-classes', {
    epoch: history.epochs,
    cause: { part: 'data' },
    evidence: { class: ruler, share, predictedOthers: others[1] },
    remedies: [{ change: 'classWeights' }],
  });
}
