import type { Alarm, AlarmCode } from './alarm.js';
import { constantOutput } from './alarms/constantOutput.js';
import { deadUnits } from './alarms/deadUnits.js';
import { diverging } from './alarms/diverging.js';
import { explodingGradient } from './alarms/explodingGradient.js';
import { imbalancedClasses } from './alarms/imbalancedClasses.js';
import { initialLossHigh } from './alarms/initialLossHigh.js';
import { learningRateLow } from './alarms/learningRateLow.js';
import { notANumber } from './alarms/notANumber.js';
import { overfitting } from './alarms/overfitting.js';
import { plateau } from './alarms/plateau.js';
import { saturatedUnits } from './alarms/saturatedUnits.js';
import { unscaledInputs } from './alarms/unscaledInputs.js';
import { unscaledTargets } from './alarms/unscaledTargets.js';
import { vanishingGradient } from './alarms/vanishingGradient.js';
import { alarmsOfScan } from './dataAlarms.js';
import type { HealthSubject } from './healthSubject.js';
import type { Rule } from './rule.js';

const rules: readonly Rule[] = [
  notANumber, unscaledInputs, unscaledTargets, diverging, explodingGradient, initialLossHigh, saturatedUnits, deadUnits,
  vanishingGradient, imbalancedClasses, constantOutput, learningRateLow, plateau, overfitting,
]; // prettier-ignore

const scales: readonly AlarmCode[] = ['unscaled-inputs', 'unscaled-targets'];
const starts: readonly AlarmCode[] = ['not-a-number', 'exploding-gradient', 'initial-loss-high'];
const units: readonly AlarmCode[] = ['saturated-units', 'dead-units', 'vanishing-gradient'];

/** The alarms that explain another, which is then not raised. */
const explanations: Readonly<Partial<Record<AlarmCode, readonly AlarmCode[]>>> = {
  'not-a-number': scales,
  diverging: [...scales, 'not-a-number', 'exploding-gradient'],
  'exploding-gradient': scales,
  'initial-loss-high': [...scales, 'exploding-gradient'],
  'saturated-units': [...scales, 'diverging', 'exploding-gradient'],
  'dead-units': [...scales, 'diverging', 'exploding-gradient'],
  'vanishing-gradient': [...scales, 'diverging', 'saturated-units', 'dead-units'],
  'imbalanced-classes': [...scales, ...units, 'diverging', 'not-a-number'],
  'constant-output': [...scales, ...units, ...starts, 'diverging', 'imbalanced-classes'],
  'learning-rate-low': [...scales, ...units, ...starts, 'diverging', 'constant-output', 'imbalanced-classes'],
  plateau: [
    ...scales,
    ...units,
    ...starts,
    'diverging',
    'imbalanced-classes',
    'constant-output',
    'learning-rate-low',
  ],
};

/**
 * Returns what keeps a network from training well, at most one alarm for each code, those with a cause in the data first. An
 * alarm that another one explains is left out. A run that trains well has none.
 */
export function alarmsOf(subject: HealthSubject): Alarm[] {
  const known = alarmsOfScan(subject.spec, subject.data);
  const found = rules.flatMap((rule) => rule(subject) ?? []);
  const all = [...known, ...found.filter(({ code }) => !known.some((other) => other.code === code))];
  const codes = new Set(all.map(({ code }) => code));
  return all.filter(({ code }) => !explanations[code]?.some((other) => codes.has(other)));
}
