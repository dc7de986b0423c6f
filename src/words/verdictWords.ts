import * as l10n from '@vscode/l10n';
import type { Kink } from '../engine/check/judge.js';
import type {
  ExcludedUnit,
  FunctionCheck,
  NotDifferentiable,
  ParameterCheck,
} from '../engine/check/checkResult.js';
import type { Names } from '../engine/trace/names.js';
import { numberText } from './numberText.js';

/** Describes a parameter whose analytic derivative differs from the numeric one. */
export function describeFailure(
  { analytic, numeric, numericError, relativeError }: ParameterCheck,
  name: string,
): string {
  return l10n.t(
    '∂E/∂{0}: backpropagation gives {1}, the difference quotient {2} (± {3}); relative error {4}.',
    name,
    numberText(analytic),
    numberText(numeric),
    numericError.toExponential(1),
    relativeError.toExponential(1),
  );
}

export function describeKink(
  kink: Kink,
  name: string,
  names: Pick<Names, 'unit'>,
  outputLayer: number,
): string {
  const { at, left, right } = kink;
  if (!at) return l10n.t('∂E/∂{0}: the error is not defined everywhere near this point.', name);
  const unit = names.unit(at.layer ?? outputLayer, at.unit);
  const where =
    at.layer === null
      ? l10n.t('the loss has a kink at output {0} of sample {1}', unit, at.sample + 1)
      : l10n.t('{0} is at a kink of its activation in sample {1}', unit, at.sample + 1);
  const sides =
    left === null || right === null
      ? ''
      : l10n.t(
          ' Its derivative is {0} to the left and {1} to the right.',
          numberText(left),
          numberText(right),
        );
  return l10n.t('∂E/∂{0} has no unique value: {1}.', name, where) + sides;
}

/** Describes the error of a user-defined `df`. Returns null where it is right. */
export function describeFunction({ name, verdict, worst }: FunctionCheck): string | null {
  if (verdict === 'pass' || !worst) return null;
  const { x, t, written, derivative } = worst;
  const value = Number.isFinite(written) ? numberText(written) : l10n.t('no finite value');
  return name === null
    ? l10n.t(
        'df of the loss is wrong at y = {0}, t = {1}: it gives {2}, but the derivative is {3}.',
        numberText(x),
        numberText(t ?? 0),
        value,
        numberText(derivative),
      )
    : l10n.t(
        'df of {0} is wrong at x = {1}: it gives {2}, but the derivative is {3}.',
        name,
        numberText(x),
        value,
        numberText(derivative),
      );
}

export function describeExcluded(
  { layer, unit, parameters }: ExcludedUnit,
  names: Pick<Names, 'unit'>,
): string {
  const name = names.unit(layer, unit);
  return parameters > 0
    ? l10n.t('{0} is at a kink and excluded from the check. Gradients excluded: {1}.', name, parameters)
    : l10n.t('{0} is excluded, but no gradient is affected by a kink of this unit.', name);
}

export function describeNotDifferentiable({ layer, activation, parameters }: NotDifferentiable): string {
  return l10n.t(
    'Layer {0}: {1} is piecewise constant and passes no gradient back, so {2} parameters of this layer and the layers before it cannot be checked. Use sigmoid to train them with gradients.',
    layer,
    activation,
    parameters,
  );
}
