import * as l10n from '@vscode/l10n';
import { numberText } from '../engine/trace/digits.js';
import type { Names } from '../engine/trace/names.js';
import type { ParameterPlace } from '../engine/trace/parameterPaths.js';
import type { Dataset } from '../engine/model/dataset.js';
import { withParameter, withValue } from '../engine/training/withParameter.js';
import type { Pass } from '../jobs/passes.js';

/** The origin of a change. A debug session reverts its own changes when it ends. */
export type Author = 'view' | 'debugger';

/** The number that is changed: a weight or bias, or one input of a row of the training data. */
export type Altered =
  | { readonly parameter: ParameterPlace }
  | { readonly row: number; readonly input: number };

/** A value that was changed manually, from one pass of a walk on. */
export interface Alteration {
  /** The index of the pass, from 0. */
  readonly pass: number;
  readonly what: Altered;
  /** The value that results from the config and from training. */
  readonly from: number;
  readonly to: number;
  readonly by: Author;
}

/** Adds a change to the others. Changes of later passes are dropped because those passes are computed again. */
export function withAlteration(all: readonly Alteration[], next: Alteration): Alteration[] {
  const isSame = ({ pass, what }: Alteration): boolean => pass === next.pass && sameNumber(what, next.what);
  const former = all.find(isSame);
  const others = all.filter((each) => each.pass <= next.pass && !isSame(each));
  const from = former?.from ?? next.from;
  return Object.is(from, next.to) ? others : [...others, { ...next, from }];
}

/** Returns the pass with the value changed. */
export function alteredPass({ state, dataset }: Pass, { what, to }: Pick<Alteration, 'what' | 'to'>): Pass {
  if ('parameter' in what) {
    return { dataset, state: { ...state, network: withParameter(state.network, what.parameter, to) } };
  }
  return { state, dataset: withInput(dataset, what.row, what.input, to) };
}

/** Returns the data with another value for one input of one row of the training data. */
function withInput(dataset: Dataset, row: number, input: number, value: number): Dataset {
  const { inputs } = dataset.training;
  const values = withValue(inputs.values, row * inputs.columns + input, value);
  return { ...dataset, training: { ...dataset.training, inputs: { ...inputs, values } } };
}

/** Returns a text such as "w5 = 0.7 instead of 0.4". */
export function alterationText({ what, from, to }: Alteration, names: Names): string {
  return l10n.t('{0} = {1} instead of {2}', nameOf(what, names), numberText(to, 9), numberText(from, 9));
}

function nameOf(what: Altered, names: Names): string {
  if (!('parameter' in what)) return l10n.t('{0} (sample {1})', names.input(what.input), what.row + 1);
  const { layer, unit, input } = what.parameter;
  return input === null ? names.bias(layer, unit) : names.weight(layer, unit ?? 0, input);
}

function sameNumber(a: Altered, b: Altered): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
