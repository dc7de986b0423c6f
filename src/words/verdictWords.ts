import * as l10n from '@vscode/l10n';
import type { Kink } from '../engine/check/judge.js';
import type {
  ExcludedUnit,
  FunctionCheck,
  NotDifferentiable,
  ParameterCheck,
} from '../engine/check/checkResult.js';
import type { Names } from '../engine/trace/names.js';
import { numberText } from './numbers.js';

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
  if (!at) return l10n.t('∂E/∂{0}: the error is not defined all around this point.', name);
  const unit = names.unit(at.layer ?? outputLayer, at.unit);
  const where =
    at.layer === null
      ? l10n.t('the loss has a kink at output {0} of sample {1}', unit, at.sample + 1)
      : l10n.t('{0} sits on the kink of its activation in sample {1}', unit, at.sample + 1);
  const sides =
    left === null || right === null
      ? ''
      : l10n.t(
          ' Its derivative is {0} to the left and {1} to the right.',
          numberText(left),
          numberText(right),
        );
  return l10n.t('∂E/∂{0} has no one value: {1}.', name, where) + sides;
}

/** Describes the error of a user-defined `df`. Returns null where it is right. */
export function describeFunction({ name, verdict, worst }: FunctionCheck): string | null {
  if (verdict === 'pass' || !worst) return null;
  const { x, t, written, derivative } = worst;
  const value = Number.isFinite(written) ? numberText(written) : l10n.t('nothing');
  return name === null
    ? l10n.t(
        'df of the loss: at y = {0}, t = {1} you wrote {2}, the derivative is {3}.',
        numberText(x),
        numberText(t ?? 0),
        value,
        numberText(derivative),
      )
    : l10n.t(
        'df of {0}: at x = {1} you wrote {2}, the derivative is {3}.',
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
    ? l10n.t('{0} sits on a kink and is left out of the check; gradients left out: {1}.', name, parameters)
    : l10n.t('{0} is to be left out, but no gradient meets a kink of it.', name);
}

export function describeNotDifferentiable({ layer, activation, parameters }: NotDifferentiable): string {
  return l10n.t(
    'Layer {0}: {1} jumps and is flat elsewhere, so no gradient passes it: {2} parameters up to here cannot be checked. Use sigmoid to train them by gradients.',
    layer,
    activation,
    parameters,
  );
}
