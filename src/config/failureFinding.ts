import * as l10n from '@vscode/l10n';
import type { FailedOperation, Failure, Witness } from '../engine/model/metrics.js';
import type { JsonPath } from './span.js';
import type { Finding } from './problem.js';
import type { FunctionConfig, NetworkConfig, Spec } from './spec.js';

/** The config value that is the likely cause of a failure, and the advice for it. */
interface Cause {
  readonly path: JsonPath;
  readonly advice: string;
}

/** What was measured of the run and explains its failure: an alarm, which has the advice. */
export interface Explanation {
  readonly code: string;
  readonly path: JsonPath;
}

/** The codes of the alarms that explain a failure after updates. */
const explaining = ['unscaled-inputs', 'unscaled-targets', 'exploding-gradient', 'diverging'];

/**
 * Returns the finding on a value that is not finite, at the config value that is its most likely cause. Where an alarm of
 * the run explains it, the advice is left to that alarm.
 */
export function failureFinding(failure: Failure, spec: Spec, alarms: readonly Explanation[] = []): Finding {
  const fact = breakdown(failure, spec);
  const { operation } = failure;
  const found = { severity: 'error', code: 'not-finite', ...(operation?.pass && { operation }) } as const;
  const alarm = isAtStart(failure) ? undefined : alarms.find(({ code }) => explaining.includes(code));
  if (alarm) return { ...found, message: fact, path: alarm.path };
  const { path, advice } =
    spec.kind === 'function' ? causeInFunction(failure, spec) : causeInNetwork(failure, spec);
  return { ...found, message: `${fact} ${advice}`, path };
}

/** Whether the failure occurred before the first update, so that the learning rate cannot be its cause. */
const isAtStart = ({ updates, quantity }: Failure): boolean =>
  updates === 0 && quantity !== 'weights' && quantity !== 'bias';

function breakdown(failure: Failure, spec: Spec): string {
  const { epoch, quantity, value } = failure;
  if (spec.kind === 'function')
    return l10n.t('Step {0}: {1} became {2}.', epoch, quantities[quantity](), String(value));
  if (isAtStart(failure) && failure.witness) return atStart(failure, failure.witness, spec);
  const what = failure.operation ? operationText(failure.operation, spec) : valueText(failure);
  return l10n.t('{0}: {1}.', placeText(failure), what);
}

function atStart(failure: Failure, witness: Witness, spec: NetworkConfig): string {
  const { operation, value } = failure;
  const { sample, unit, output, target } = witness;
  const what = operation && operationText(operation, spec);
  if (output === null || target === null || unit === null)
    return what
      ? l10n.t('With the initial parameters, in sample {0}, {1}.', sample + 1, what)
      : l10n.t('With the initial parameters, {0} is {1} in sample {2}.', subjectOf(failure), String(value), sample + 1); // prettier-ignore
  const [name, is, wanted] = [nameOfOutput(spec, unit), short(output), short(target)];
  return what
    ? l10n.t('The initial loss is {0}: in sample {1}, output {2} is {3}, but the target is {4}, so {5}.', String(value), sample + 1, name, is, wanted, what) // prettier-ignore
    : l10n.t('The initial loss is {0}: in sample {1}, output {2} is {3}, but the target is {4}.', String(value), sample + 1, name, is, wanted); // prettier-ignore
}

const subjectOf = ({ layer, quantity }: Failure): string =>
  layer ? l10n.t('{0} in layer {1}', quantities[quantity](), layer) : quantities[quantity]();

const valueText = (failure: Failure): string =>
  l10n.t('{0} became {1}', subjectOf(failure), String(failure.value));

function placeText({ epoch, batch, operation }: Failure): string {
  if (!operation || operation.sample === null) return l10n.t('Epoch {0}, batch {1}', epoch, batch);
  const sample = operation.sample + 1;
  return operation.isValidation
    ? l10n.t('Epoch {0}, validation sample {1}', epoch, sample)
    : l10n.t('Epoch {0}, batch {1}, sample {2}', epoch, batch, sample);
}

/** Returns which operation of which formula computed the value, with its numbers. */
function operationText(
  { equation, part, numbers, value, place }: FailedOperation,
  { training }: NetworkConfig,
): string {
  const became = Number.isFinite(value)
    ? l10n.t('{0}, which is too large for {1}', short(value), training.precision)
    : String(value);
  return part === null
    ? l10n.t('{0} = {1} in layer {2} became {3}', equation, numbers, place.layer, became)
    : l10n.t('the part {0} = {1} of {2} in layer {3} became {4}', part, numbers, equation, place.layer, became); // prettier-ignore
}

function causeInFunction(failure: Failure, { training }: FunctionConfig): Cause {
  if (isAtStart(failure)) {
    const advice = l10n.t('The function is not defined at the starting point. Choose another point.');
    return { path: ['start'], advice };
  }
  return Number.isNaN(failure.value)
    ? undefinedFormula(['function'])
    : tooFast(failure, training.optimizer.learningRate);
}

function causeInNetwork(failure: Failure, spec: NetworkConfig): Cause {
  const formula = formulaOf(failure, spec);
  if (formula && Number.isNaN(failure.value)) return undefinedFormula(formula);
  const data = causeInData(failure, spec);
  if (data) return data;
  if (!isAtStart(failure)) return tooFast(failure, spec.training.optimizer.learningRate);
  return formula ? undefinedFormula(formula) : causeAtStart(failure, spec);
}

const undefinedFormula = (path: JsonPath): Cause => ({
  path,
  advice: l10n.t(
    'The formula is not defined there, for example because it takes the logarithm of a negative number.',
  ),
});

/** The cause where all values were finite up to some update, so that the updates have led there. */
const tooFast = ({ updates }: Failure, learningRate: number): Cause => ({
  path: ['training', 'optimizer', 'learningRate'],
  advice: l10n.t(
    'All values were finite before update {0} at the learning rate {1}. Try a tenth of that rate, {2}.',
    updates + 1,
    learningRate,
    Number((learningRate / 10).toPrecision(3)),
  ),
});

/** Whether a number is so large that its square, or a sum of a few such squares, overflows. */
const isHuge = (value: number | null, { training }: NetworkConfig): boolean =>
  value !== null && Math.abs(value) > (training.precision === 'float32' ? 1e18 : 1e150);

function causeInData({ witness }: Failure, spec: NetworkConfig): Cause | null {
  if (witness && isHuge(witness.input.value, spec)) {
    const advice = l10n.t(
      'Input {0} of sample {1} is {2}, which is too large for {3}. Scale the inputs, for example with "normalize": "standardize".',
      witness.input.index + 1, witness.sample + 1, short(witness.input.value), spec.training.precision,
    ); // prettier-ignore
    return { path: pathOf(spec, witness, 'inputs', witness.input.index), advice };
  }
  if (!witness || !isHuge(witness.target, spec)) return null;
  const advice = l10n.t('The targets are too large to compute with. Use another unit.');
  return { path: pathOf(spec, witness, 'targets', witness.unit ?? 0), advice };
}

/** Returns the path of the number where the config contains it. With a split, sample numbers do not match the config. */
const pathOf = (
  { data }: NetworkConfig,
  { sample }: Witness,
  key: 'inputs' | 'targets',
  column: number,
): JsonPath =>
  data.kind === 'inline' && data.validationSplit === 0 ? ['data', key, sample, column] : ['data'];

function causeAtStart({ quantity, layer }: Failure, { layers, loss }: NetworkConfig): Cause {
  const last = layers.length - 1;
  const path = ['layers', last, 'activation'];
  const { activation } = layers[last];
  if (quantity === 'loss' && loss === 'crossEntropy' && activation !== 'softmax') {
    const advice = l10n.t('Use softmax before crossEntropy: make it the activation of the last layer.');
    return { path, advice };
  }
  if (quantity === 'loss' && loss === 'binaryCrossEntropy' && activation !== 'sigmoid') {
    const advice = l10n.t('Use sigmoid before binaryCrossEntropy: make it the activation of the last layer.');
    return { path, advice };
  }
  const advice = l10n.t('The initial weights are too large. Use smaller ones.');
  return { path: ['layers', layer ? layer - 1 : last, 'weights'], advice };
}

/** Returns the path of the user's formula that computed the value; null where none did. */
function formulaOf({ quantity, layer }: Failure, spec: NetworkConfig): JsonPath | null {
  if (quantity === 'loss' && typeof spec.loss === 'object') return ['loss'];
  if ((quantity !== 'output' && quantity !== 'gradient') || !layer) return null;
  const { activation } = spec.layers[layer - 1];
  if (!Object.hasOwn(spec.functions, activation)) return null;
  return quantity === 'output' ? ['functions', activation] : ['functions', activation, 'df'];
}

const nameOfOutput = ({ layers }: NetworkConfig, unit: number): string =>
  layers[layers.length - 1].names?.[unit] ?? `o${unit + 1}`;

const short = (value: number): string => String(Number(value.toPrecision(4)));

const quantities: Readonly<Record<Failure['quantity'], () => string>> = {
  input: () => l10n.t('an input'),
  net: () => l10n.t('a net input'),
  output: () => l10n.t('an output'),
  loss: () => l10n.t('the loss'),
  gradient: () => l10n.t('a gradient'),
  weights: () => l10n.t('a weight'),
  bias: () => l10n.t('a bias'),
  function: () => l10n.t('the function'),
};
