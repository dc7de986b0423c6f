import * as l10n from '@vscode/l10n';
import { describeForwardChange } from './describeForwardChange.js';
import { editFormulas } from './editFormulas.js';
import type { Mistake } from '../engine/check/mistakes/mistake.js';

/** Returns a sentence that describes a mistake in a layer, which counts from 1. */
export function describeMistake(mistake: Mistake, layer: number): string {
  switch (mistake.code) {
    case 'missing-activation-derivative':
      return missingDerivative(mistake.where, layer);
    case 'activation-derivative-at-net':
      return mistake.fed === 'net'
        ? l10n.t(
            'Layer {0}: a derivative in terms of the output, such as y(1−y), was evaluated at the net input.',
            layer,
          )
        : l10n.t('Layer {0}: a derivative in terms of the net input was evaluated at the output.', layer);
    case 'wrong-layer-activation':
      return mistake.ofLayer === null
        ? l10n.t(
            'Layer {0}: the derivative of {1} was used instead of the derivative of its own activation.',
            layer,
            mistake.used,
          )
        : l10n.t(
            'Layer {0}: the derivative of layer {1} ({2}) was used instead of its own.',
            layer,
            mistake.ofLayer,
            mistake.used,
          );
    case 'wrong-loss-derivative':
      return mistake.used === 'difference'
        ? l10n.t(
            'y − t was used as the δ of the output layer, which is correct only for cross entropy after softmax or sigmoid.',
          )
        : l10n.t('The output error belongs to another loss: {0}.', mistake.used);
    case 'elementwise-softmax':
      return l10n.t('Layer {0}: y(1−y) was used for each output instead of the softmax Jacobian.', layer);
    case 'wrong-sign':
      if (mistake.of === 'answer')
        return l10n.t(
          'All numbers are −1 times the gradient, as in rules that add η·δ·x to the weights. This is a convention and not a mistake.',
        );
      return mistake.of === 'penalty'
        ? l10n.t('Layer {0}: the penalty has the wrong sign.', layer)
        : l10n.t('Layer {0}: the sign is wrong.', layer);
    case 'factor':
      return mistake.of === 'penalty'
        ? l10n.t(
            'Layer {0}: the gradient of the penalty is {1} times the right one.',
            layer,
            factorText(mistake.factor),
          )
        : l10n.t('Layer {0}: the gradient is {1} times the right one.', layer, factorText(mistake.factor));
    case 'missing-batch-mean':
      return l10n.t(
        'The mean over the batch is missing: the numbers are {0} times too large.',
        factorText(mistake.factor),
      );
    case 'double-batch-mean':
      return mistake.reduction === 'sum'
        ? l10n.t(
            'The mean over the batch was taken, but "reduction" is "sum": the numbers are {0} times the right ones.',
            factorText(mistake.factor),
          )
        : l10n.t(
            'The mean over the batch was taken twice: the numbers are {0} times the right ones.',
            factorText(mistake.factor),
          );
    case 'single-sample':
      return someSamples(mistake);
    case 'transposed-gradient':
      if (mistake.of === 'answer')
        return l10n.t(
          'All matrices are given as inputs × units: a column contains the incoming weights of one unit. This is a convention and not a mistake.',
        );
      return mistake.reshaped
        ? l10n.t(
            'Layer {0}: the gradient of the weights was reshaped where it should have been transposed.',
            layer,
          )
        : l10n.t(
            'Layer {0}: the gradient of the weights is transposed. A row contains the incoming weights of one unit.',
            layer,
          );
    case 'transposed-weights':
      return l10n.t(
        'Layer {0}: its δ was computed with the weights of the next layer transposed the wrong way.',
        layer,
      );
    case 'updated-weights':
      return updated(mistake.per, layer);
    case 'single-path':
      return onePath(mistake, layer);
    case 'missing-input':
      return l10n.t(
        'Layer {0}: the gradient of the weights is only δ. Multiply it by the input: δ·x.',
        layer,
      );
    case 'bias-not-summed':
      return biasNotSummed(mistake, layer);
    case 'missing-regularization':
      return mistake.part === 'all'
        ? l10n.t('Layer {0}: the gradient of the penalty is left out.', layer)
        : l10n.t('Layer {0}: the {1} part of the penalty’s gradient is left out.', layer, mistake.part);
    case 'regularized-bias':
      return l10n.t('Layer {0}: the penalty was added to the bias, but it applies only to weights.', layer);
    case 'learning-rate-included':
      return mistake.negative
        ? l10n.t('This is the update −η·g with η = {0}, not the gradient g.', mistake.learningRate)
        : l10n.t(
            'The gradient is multiplied by the learning rate η = {0}, so this is the update, not the gradient.',
            mistake.learningRate,
          );
    case 'edit':
      return edited(mistake, layer);
    case 'other-data':
      return describeForwardChange(mistake.change);
    case 'numeric-gradient':
      return numeric(mistake);
    case 'unknown':
      return l10n.t('Layer {0}: these numbers are wrong, and no known mistake explains them.', layer);
  }
}

function edited(mistake: Extract<Mistake, { code: 'edit' }>, layer: number): string {
  const formulas = editFormulas(mistake, layer);
  return l10n.t(
    'Layer {0}: you computed {1}, but the right formula is {2}.',
    layer,
    formulas?.wrote.text ?? '',
    formulas?.right.text ?? '',
  );
}

function numeric({ kind, step, precision }: Extract<Mistake, { code: 'numeric-gradient' }>): string {
  return kind === 'central'
    ? l10n.t(
        'These are numeric gradients: central differences with h = {0}, computed in {1}. They are right up to the error of that method.',
        step,
        precision,
      )
    : l10n.t(
        'These are numeric gradients: one-sided differences with h = {0}, computed in {1}. They are right up to the error of that method.',
        step,
        precision,
      );
}

function missingDerivative(where: 'both' | 'own' | 'passed', layer: number): string {
  if (where === 'both')
    return l10n.t('Layer {0}: the derivative of the activation, f′(net), is left out.', layer);
  return where === 'own'
    ? l10n.t(
        'Layer {0}: f′(net) is left out of its own gradients, but not of the gradient that is passed back.',
        layer,
      )
    : l10n.t(
        'Layer {0}: f′(net) is left out of the gradient that is passed back, but not of its own gradients.',
        layer,
      );
}

function factorText(factor: number): string {
  const inverse = 1 / factor;
  const isInverse = Math.abs(factor) < 1 && Math.abs(inverse - Math.round(inverse)) < 1e-9;
  return isInverse ? `1/${Math.round(inverse)}` : String(Number(factor.toPrecision(6)));
}

function someSamples({ from, to, except, rows }: Extract<Mistake, { code: 'single-sample' }>): string {
  if (rows)
    return l10n.t(
      'This is the gradient of the samples {0} only, not of the whole batch.',
      rows.map((row) => row + 1).join(', '),
    );
  if (except) return l10n.t('This is the gradient of the batch without sample {0}.', from + 1);
  if (to - from === 1) return l10n.t('This is the gradient of sample {0} only, not of the batch.', from + 1);
  return l10n.t('This is the gradient of samples {0} to {1} only, not of the whole batch.', from + 1, to);
}

function updated(per: Extract<Mistake, { code: 'updated-weights' }>['per'], layer: number): string {
  return per === 'batch'
    ? l10n.t(
        'Layer {0}: its δ was computed with weights that were already updated. Use the old weights.',
        layer,
      )
    : l10n.t(
        'Layer {0}: its δ was computed with weights that were already updated after each sample or mini-batch. Use the old weights.',
        layer,
      );
}

function onePath(
  { from, to, except, unit }: Extract<Mistake, { code: 'single-path' }>,
  layer: number,
): string {
  if (from === null)
    return l10n.t(
      'Layer {0}: the error of each unit contains only one path. Sum over all paths through the next layer.',
      layer,
    );
  const which = to - from === 1 ? String(from + 1) : `${from + 1}–${to}`;
  if (except)
    return l10n.t(
      'Layer {0}: the path through unit {1} of the next layer is missing from the sum.',
      layer,
      which,
    );
  return unit === null
    ? l10n.t(
        'Layer {0}: only the path through unit {1} of the next layer was used. Sum over all paths.',
        layer,
        which,
      )
    : l10n.t(
        'Layer {0}, unit {1}: only the path through unit {2} of the next layer was used.',
        layer,
        unit + 1,
        which,
      );
}

function biasNotSummed({ of, index }: Extract<Mistake, { code: 'bias-not-summed' }>, layer: number): string {
  switch (of) {
    case 'row':
      return l10n.t(
        'Layer {0}: the gradient of the bias is only the δ of sample {1}. Sum over the batch.',
        layer,
        (index ?? 0) + 1,
      );
    case 'rows':
      return l10n.t(
        'Layer {0}: the gradient of the bias contains the δ of each sample. Sum them over the batch.',
        layer,
      );
    case 'mean':
      return l10n.t('Layer {0}: the gradient of the bias is the mean of the δ instead of their sum.', layer);
    case 'unit':
      return l10n.t(
        'Layer {0}: the gradient of the shared bias is only the δ of unit {1}. Sum over all units.',
        layer,
        (index ?? 0) + 1,
      );
    case 'units':
      return l10n.t(
        'Layer {0}: the shared bias is one parameter. Its gradient is the sum over all units.',
        layer,
      );
    case 'unitMean':
      return l10n.t(
        'Layer {0}: the gradient of the shared bias is the mean over the units instead of their sum.',
        layer,
      );
  }
}
