import * as l10n from '@vscode/l10n';
import { shorten } from '../config/characters.js';
import { parseExpression } from '../config/expression.js';
import {
  absentOr,
  isBoolean,
  isCount,
  isNumber,
  isObject,
  isText,
  listOf,
  nullOr,
  object,
  oneOf,
} from '../config/shape.js';
import type { CustomFunction, Expression } from '../engine/maths/expression.js';
import type { Normalization } from '../engine/model/dataset.js';
import type { InputEncoding } from '../engine/model/inputEncoding.js';
import type { Layer, Network } from '../engine/model/network.js';
import { activationNames, lossNames, reductionNames } from '../engine/model/spec.js';
import { ModelError } from './namedTensor.js';
import type { SavedModel } from './savedModel.js';
import { describeTraining, isTrainingDescription, type TrainingDescription } from './savedTraining.js';

/** A layer without its parameters. */
export type LayerDescription = Pick<
  Layer,
  'inputs' | 'units' | 'activation' | 'dropout' | 'weightsTrainable' | 'biasShared' | 'biasTrainable'
> & { readonly hasBias: boolean };

/** A saved model without its parameters, as JSON. Formulas are texts; they are parsed again when the model is read. */
interface Description extends Pick<
  SavedModel,
  'name' | 'epoch' | 'task' | 'inputNames' | 'targetNames' | 'classes' | 'encoding' | 'image' | 'ranges'
> {
  readonly version: 1;
  readonly network: Pick<Network, 'inputs' | 'precision' | 'reduction' | 'classWeights'> & {
    readonly loss: string | FormulaTexts;
    readonly layers: readonly LayerDescription[];
    readonly functions: Readonly<Record<string, FormulaTexts>>;
  };
  readonly normalization: Scales | null;
  readonly targetNormalization: Scales | null;
  readonly derived: readonly string[];
  readonly training?: TrainingDescription;
}

interface FormulaTexts {
  readonly f: string;
  readonly df?: string;
}

interface Scales {
  readonly shift: readonly number[];
  readonly scale: readonly number[];
}

/** A saved model as it was read from its description, whose layers have no parameters yet. */
export type DescribedModel = Omit<SavedModel, 'network' | 'training'> & {
  readonly training?: TrainingDescription;
  readonly network: Omit<Network, 'layers'> & { readonly layers: readonly LayerDescription[] };
};

/** Describes a model without its parameters as JSON. */
export function describeModel(model: SavedModel): string {
  const { network, normalization, targetNormalization, derived, training, ...rest } = model;
  const { layers, loss, functions, inputs, precision, reduction, classWeights } = network;
  const description: Description = {
    version: 1,
    ...rest,
    network: {
      inputs,
      precision,
      reduction,
      classWeights,
      loss: typeof loss === 'string' ? loss : textsOf(loss),
      layers: layers.map(describeLayer),
      functions: Object.fromEntries(Object.entries(functions).map(([name, each]) => [name, textsOf(each)])),
    },
    normalization: normalization && scalesOf(normalization),
    targetNormalization: targetNormalization && scalesOf(targetNormalization),
    derived: derived.map(({ text }) => text),
    ...(training && { training: describeTraining(training) }),
  };
  return JSON.stringify(description);
}

const textsOf = ({ f, df }: CustomFunction): FormulaTexts => ({ f: f.text, ...(df && { df: df.text }) });

const scalesOf = ({ shift, scale }: Normalization): Scales => ({ shift: [...shift], scale: [...scale] });

function describeLayer(layer: Layer): LayerDescription {
  const { inputs, units, activation, dropout, weightsTrainable, bias, biasShared, biasTrainable } = layer;
  return {
    inputs,
    units,
    activation,
    dropout,
    weightsTrainable,
    hasBias: bias !== null,
    biasShared,
    biasTrainable,
  };
}

const formulas = object({ f: isText });
const scales = object({ shift: listOf(isNumber), scale: listOf(isNumber) });
const encodedNumber = object({
  column: isText,
  content: oneOf('number', 'boolean', 'date'),
  fill: nullOr(isNumber),
});
const encodedCategory = object({
  column: isText,
  content: oneOf('category'),
  categories: listOf(isText),
  fill: nullOr(isText),
  hasMissingInput: isBoolean,
});
const description = object({
  version: oneOf(1),
  name: isText,
  epoch: isCount,
  task: oneOf('classification', 'regression'),
  inputNames: listOf(isText),
  targetNames: listOf(isText),
  classes: nullOr(listOf(isText)),
  encoding: nullOr(listOf((value) => encodedNumber(value) || encodedCategory(value))),
  image: nullOr(object({ rows: isCount, columns: isCount, channels: oneOf(1, 3) })),
  network: object({
    inputs: isCount,
    precision: oneOf('float64', 'float32'),
    reduction: oneOf(...reductionNames),
    classWeights: nullOr(listOf(isNumber)),
    loss: (value) => oneOf(...lossNames)(value) || formulas(value),
    layers: listOf(
      object({
        inputs: isCount,
        units: isCount,
        activation: isText,
        dropout: isNumber,
        weightsTrainable: isBoolean,
        hasBias: isBoolean,
        biasShared: isBoolean,
        biasTrainable: isBoolean,
      }),
    ),
    functions: (value) => isObject(value) && Object.values(value).every(formulas),
  }),
  normalization: nullOr(scales),
  targetNormalization: nullOr(scales),
  derived: listOf(isText),
  training: isTrainingDescription,
  ranges: absentOr(listOf(object({ min: isNumber, max: isNumber, mean: isNumber }))),
});

/**
 * Reads a description that `describeModel` returned.
 * @throws ModelError where the text is not such a description, or its parts do not fit each other
 */
export function readDescription(text: string): DescribedModel {
  const { network, normalization, targetNormalization, derived, training, ...described } = parse(text);
  const { name, epoch, task, inputNames, targetNames, classes, encoding, image, ranges } = described;
  const { loss, functions } = network;
  const model: DescribedModel = {
    name,
    epoch,
    task,
    inputNames,
    targetNames,
    classes,
    encoding,
    image,
    ...(ranges && { ranges }),
    ...(training && { training }),
    network: {
      ...network,
      loss: typeof loss === 'string' ? lossNamed(loss) : customFunction(loss, ['y', 't']),
      functions: Object.fromEntries(
        Object.entries(functions).map(([name, each]) => [name, customFunction(each, ['x'])]),
      ),
    },
    normalization: normalization && normalizationOf(normalization),
    targetNormalization: targetNormalization && normalizationOf(targetNormalization),
    derived: derived.map((formula) => expression(formula, inputNames.slice(0, -derived.length))),
  };
  checkSizes(model);
  return model;
}

function parse(text: string): Description {
  try {
    const value: unknown = JSON.parse(text);
    if (description(value)) return value as Description;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw damaged();
}

const damaged = (): ModelError => new ModelError(l10n.t('its description is damaged'));

function lossNamed(name: string): Network['loss'] {
  const loss = lossNames.find((each) => each === name);
  if (!loss) throw damaged();
  return loss;
}

function customFunction({ f, df }: FormulaTexts, variables: readonly string[]): CustomFunction {
  return { f: expression(f, variables), ...(df !== undefined && { df: expression(df, variables) }) };
}

function expression(text: string, variables: readonly string[]): Expression {
  const parsed = parseExpression(text, variables).expression;
  if (!parsed) throw new ModelError(l10n.t('its formula "{0}" cannot be read', shorten(text)));
  return parsed;
}

const normalizationOf = ({ shift, scale }: Scales): Normalization => ({
  shift: Float64Array.from(shift),
  scale: Float64Array.from(scale),
});

/** Checks that the layers chain, and that names and scales are as many as inputs and outputs. */
function checkSizes({
  network,
  inputNames,
  targetNames,
  normalization,
  targetNormalization,
  encoding,
}: DescribedModel): void {
  const { layers, inputs, functions } = network;
  const widths = [inputs, ...layers.map(({ units }) => units)];
  const chains = layers.every((layer, i) => layer.inputs === widths[i] && layer.units > 0);
  const known: readonly string[] = [...activationNames, ...Object.keys(functions)];
  const isKnown = layers.every(({ activation }) => known.includes(activation));
  const outputs = widths[widths.length - 1];
  const fits = (scale: Normalization | null, count: number): boolean =>
    !scale || (scale.shift.length === count && scale.scale.length === count);
  if (
    layers.length === 0 || inputs === 0 || !chains || !isKnown || inputNames.length !== inputs ||
    targetNames.length !== outputs || !fits(normalization, inputs) || !fits(targetNormalization, outputs) ||
    !encodes(encoding, inputs)
  ) throw damaged(); // prettier-ignore
}

/** Whether the columns of a table make no more inputs than there are; derived ones follow them. */
function encodes(encoding: InputEncoding | null, inputs: number): boolean {
  const counts = (encoding ?? []).map((column) =>
    column.content === 'category' ? column.categories.length + Number(column.hasMissingInput) : 1,
  );
  return counts.reduce((sum, count) => sum + count, 0) <= inputs;
}
