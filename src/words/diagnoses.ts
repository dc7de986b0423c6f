import * as l10n from '@vscode/l10n';
import type { Diagnosis } from '../engine/check/diagnose.js';
import type { Comparison, OtherWeights } from '../engine/check/compareGradients.js';
import type { TensorName } from '../engine/check/parameters.js';
import type { Misfit } from '../engine/check/targets.js';
import { describeMistake } from './describeMistake.js';
import { numberText } from './numberText.js';
import { joinSentences } from './joinSentences.js';

/** Returns a parameter's name. The layer counts from 1; the index is [unit, input] for a weight and [unit] for a bias. */
export type ParameterNamer = (layer: number, tensor: TensorName, index: readonly number[]) => string;

/** Describes a mistake, the evidence for it, and its alternatives. */
export function describeDiagnosis(diagnosis: Diagnosis, nameOf: ParameterNamer): string {
  const { mistake, layer, evidence, reproduced, alternatives } = diagnosis;
  const parts = [describeMistake(mistake, layer)];
  const worst = evidence.at(0);
  if (worst) parts.push(describeEvidence(worst, mistake.code === 'unknown' ? null : reproduced, nameOf));
  if (alternatives.length > 0) {
    const others = joinSentences(alternatives.map((other) => describeMistake(other.mistake, other.layer)));
    parts.push(l10n.t('The same numbers can also result from: {0}', others));
  }
  return joinSentences(parts);
}

function describeEvidence(
  { layer, tensor, index, given, truth }: Diagnosis['evidence'][number],
  reproduced: number | null,
  nameOf: ParameterNamer,
): string {
  const values = [nameOf(layer, tensor, index), numberText(given), numberText(truth)] as const;
  return reproduced === null
    ? l10n.t('For example, ∂E/∂{0} is given as {1}, but the right value is {2}.', ...values)
    : l10n.t(
        'This reproduces {3} of your wrong numbers, such as ∂E/∂{0} = {1}. The right value is {2}.',
        ...values,
        reproduced,
      );
}

export function describeWrongEntry(
  name: string,
  { given, truth }: { readonly given: number; readonly truth: number },
): string {
  return l10n.t(
    '∂E/∂{0}: you have {1}, but the right value is {2}.',
    name,
    numberText(given),
    numberText(truth),
  );
}

export function describeDifference({ quantity, index, given, truth }: OtherWeights): string {
  const where =
    quantity === 'outputs'
      ? l10n.t('output {0} of sample {1}', index[1] + 1, index[0] + 1)
      : l10n.t('the loss');
  return l10n.t('{0} is given as {1}, but it is {2}', where, numberText(given), numberText(truth));
}

export function describeOtherWeights(other: OtherWeights): string {
  const { candidate } = other;
  if (candidate !== null)
    return l10n.t('These gradients are right, but for other weights: {0}.', candidateText(candidate));
  return l10n.t('These gradients belong to other weights or other data: {0}.', describeDifference(other));
}

function candidateText(candidate: string): string {
  return candidate === 'updated' ? l10n.t('the weights after the first update') : candidate;
}

export function describeMisfit({ layer, tensor, reason, given, wanted }: Misfit): string {
  if (reason === 'absent') return l10n.t('Layer {0} has no bias, so there is no gradient to compare.', layer);
  const shape = (sizes: readonly number[]) => (sizes.length === 0 ? l10n.t('one number') : sizes.join('×'));
  return tensor === 'weights'
    ? l10n.t(
        'Layer {0}: the gradient of the weights is {1}, but the weights are {2} (units × inputs).',
        layer,
        shape(given),
        shape(wanted),
      )
    : l10n.t(
        'Layer {0}: the gradient of the bias is {1}, but the bias is {2}.',
        layer,
        shape(given),
        shape(wanted),
      );
}

export function isRight({ wrong, misfits, otherWeights }: Comparison): boolean {
  return wrong === 0 && misfits.length === 0 && otherWeights === null;
}
