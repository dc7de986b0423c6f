import * as l10n from '@vscode/l10n';
import type { Comparison, TensorComparison } from '../engine/check/compareGradients.js';
import type { ParameterNamer } from './diagnoses.js';
import { numberText } from './numberText.js';

/** The most tensors that are listed individually where they are rounded differently. */
const mostTensors = 4;

/** Describes the rounding that was assumed for the numbers. Returns null where all of them have all their digits. */
export function describeRounding({ tensors }: Pick<Comparison, 'tensors'>): string | null {
  const rounded = tensors.flatMap((tensor) => (tensor.assumed ? [{ tensor, words: words(tensor) }] : []));
  if (rounded.length === 0) return null;
  const isOne = rounded.length === tensors.length && new Set(rounded.map(({ words }) => words)).size === 1;
  if (isOne) return sentence(rounded[0].words);
  const each = rounded
    .slice(0, mostTensors)
    .map(({ tensor: { layer, tensor }, words }) =>
      tensor === 'weights'
        ? l10n.t('layer {0} weights {1}', layer, words)
        : l10n.t('layer {0} bias {1}', layer, words),
    );
  const more = rounded.length > mostTensors ? ', …' : '';
  return sentence(each.join('; ') + more);
}

function sentence(rounded: string): string {
  return l10n.t(
    'Your numbers were treated as rounded to these decimals or digits, whichever is coarser: {0}. A number that is off by more than 1% never counts as right.',
    rounded,
  );
}

function words({ assumed }: TensorComparison): string {
  return l10n.t('(decimals {0}, digits {1})', assumed?.decimals ?? 0, assumed?.digits ?? 0);
}

/** Describes the precision of an answer where it explains why its numbers differ from the right ones. */
export function describePrecision({ precision }: Pick<Comparison, 'precision'>): string | null {
  switch (precision) {
    case 'float16':
      return l10n.t('Your numbers are in half precision (float16) and were compared with its accuracy.');
    case 'float32':
      return l10n.t('Your numbers are in single precision (float32) and were compared with its accuracy.');
    case 'truncated':
      return l10n.t(
        'Your numbers are cut off after their last digit instead of rounded, which does not count as an error.',
      );
    case null:
      return null;
  }
}

/** Describes numbers with too few digits to be judged. Returns null where there are none. */
export function describeUndecided(
  { tensors, undecided }: Pick<Comparison, 'tensors' | 'undecided'>,
  nameOf: ParameterNamer,
): string | null {
  const first = tensors.find(({ coarse }) => coarse !== null);
  if (undecided === 0 || !first?.coarse) return null;
  const { index, given, truth } = first.coarse;
  return l10n.t(
    '{0} numbers have too few digits to tell whether they are right, such as ∂E/∂{1} = {2}, whose right value is {3}. Give more digits.',
    undecided,
    nameOf(first.layer, first.tensor, index),
    numberText(given),
    numberText(truth),
  );
}
