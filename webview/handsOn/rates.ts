import * as l10n from '@vscode/l10n';
import type { Option } from './controls.js';

export const learningRates = [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10] as const;
export const strengths = [0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1] as const;
const batchSizes = [1, 2, 4, 8, 16, 32, 64, 128] as const;

/** Returns the usual values and the present one as options, in order. */
export const numberOptions = (usual: readonly number[], present: number): Option[] =>
  [...new Set([...usual, present])]
    .sort((a, b) => a - b)
    .map((value) => ({ value: String(value), text: String(value) }));

/** Returns the options of the batch size; the empty value means all the training data. */
export const batchOptions = (present: number | null): Option[] => [
  ...numberOptions(batchSizes, present ?? 1),
  { value: '', text: l10n.t('all') },
];

/** The kinds of regularization that can be chosen; `both` only where the file has both. */
export type Penalty = 'none' | 'l1' | 'l2' | 'both';

export interface Strengths {
  readonly l1: number;
  readonly l2: number;
}

export function penaltyOf({ l1, l2 }: Strengths): Penalty {
  if (l1 !== 0 && l2 !== 0) return 'both';
  return l1 !== 0 ? 'l1' : l2 !== 0 ? 'l2' : 'none';
}

export const penaltyOptions = (present: Penalty): Option[] => [
  { value: 'none', text: l10n.t('none') },
  { value: 'l1', text: 'L1' },
  { value: 'l2', text: 'L2' },
  ...(present === 'both' ? [{ value: 'both', text: l10n.t('L1 and L2') }] : []),
];

/** Returns the strengths of another kind of regularization, which keeps the strength of the present one. */
export function withPenalty(present: Strengths, penalty: string): Strengths {
  const strength = Math.max(present.l1, present.l2) || 0.001;
  return { l1: penalty === 'l1' ? strength : 0, l2: penalty === 'l2' ? strength : 0 };
}

export const withStrength = ({ l1, l2 }: Strengths, strength: number): Strengths => ({
  l1: l1 === 0 ? 0 : strength,
  l2: l2 === 0 ? 0 : strength,
});
