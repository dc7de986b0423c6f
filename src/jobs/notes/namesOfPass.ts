import { distance } from 'fastest-levenshtein';
import { nearest } from '../../config/nearest.js';
import { plainQuantity, stepNames } from '../../engine/check/quantityNames.js';
import type { Trace } from '../../engine/trace/trace.js';
import { parametersOf } from '../derivePass.js';

/** The names of a pass: those of its steps, and of the numbers that it starts with. */
export interface PassNames {
  readonly steps: ReadonlyMap<string, number>;
  /** The weights, biases, inputs and targets by their names. */
  readonly given: ReadonlyMap<string, number>;
}

/** The most parameters that have names. */
const mostParameters = 100_000;
/** The most names that a wrong one is compared with. */
const mostCompared = 5000;

/** Returns the names of a pass. Yields during the work. */
export function* namesOfPass(trace: Trace): Generator<undefined, PassNames> {
  return { steps: yield* stepNames(trace), given: givenNumbers(trace) };
}

function givenNumbers(trace: Trace): Map<string, number> {
  const { network, batch, sample, names } = trace.source;
  const given = new Map<string, number>();
  const add = (name: string, value: number) => given.set(plainQuantity(name), value);
  const last = network.layers.length;
  for (let i = 0; i < batch.targets.columns; i++)
    add(`t_${names.unit(last, i)}`, batch.targets.values[sample * batch.targets.columns + i]);
  for (let i = 0; i < batch.inputs.columns; i++)
    add(names.input(i), batch.inputs.values[sample * batch.inputs.columns + i]);
  if (network.layers.reduce((sum, { weights }) => sum + weights.length, 0) > mostParameters) return given;
  for (const [name, { layer, unit, input }] of parametersOf(trace))
    add(name, trace.quantities.parameterValue(layer, unit, input));
  return given;
}

/** Returns the name that was probably meant; undefined where none is similar. */
export function nearestQuantity(name: string, { steps, given }: PassNames): string | undefined {
  const known = [...steps.keys(), ...given.keys()].slice(0, mostCompared);
  const plain = plainQuantity(name).slice(0, 60);
  const closest = known.reduce<{ name?: string; differences: number }>(
    (best, each) => {
      const differences = distance(plain, each);
      return differences < best.differences ? { name: each, differences } : best;
    },
    { differences: Math.max(2, Math.ceil(plain.length / 3)) },
  );
  return nearest(name, known) ?? closest.name;
}
