import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Random } from '../src/engine/maths/random.js';
import type { Dataset } from '../src/engine/model/dataset.js';
import type { Network } from '../src/engine/model/network.js';
import type { Problem } from './protocol.js';
import { fillUniform, randomBatch, xorBatch } from './samples.js';
import type { NetworkShape } from './workloads.js';

/** A problem with its numbers. All are representable in float32, so that every contestant has the same. */
export interface ProblemData {
  readonly problem: Problem;
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly parameters: Float64Array;
}

/** A learning rate so small that no run diverges, however many steps are timed. */
const learningRate = 1e-3;

export function createProblem(name: string, shape: NetworkShape): ProblemData {
  const { sizes, rows, precision, loss, hidden, output } = shape;
  const layers = sizes.slice(1).map((units, i) => ({
    inputs: sizes[i],
    units,
    activation: i + 2 === sizes.length ? output : hidden,
    biasTrained: true,
  }));
  const drawn = layers.map(({ inputs, units }, i) => ({
    inputs,
    units,
    parameters: randomParameters(inputs, units, i),
  }));
  const [columns, classes] = [sizes[0], sizes[sizes.length - 1]];
  return {
    problem: { name, precision, inputs: columns, rows, layers, loss, learningRate },
    ...(output === 'softmax' ? randomBatch(rows, columns, classes, drawn.slice(0, -1)) : xorBatch()),
    parameters: concatenated(drawn.map(({ parameters }) => parameters)),
  };
}

/** Returns the network of an example with all of its data as one batch. */
export function problemOf(
  name: string,
  network: Network,
  { training: { inputs, targets } }: Dataset,
  rate: number,
): ProblemData {
  if (typeof network.loss !== 'string') throw new Error(`${name} has a loss of its own`);
  const parameters = network.layers.flatMap(({ weights, bias, units }) => [
    Float64Array.from(weights),
    Float64Array.from({ length: units }, (_, unit) => bias?.[Math.min(unit, bias.length - 1)] ?? 0),
  ]);
  const layers = network.layers.map(({ inputs, units, activation, biasTrainable: biasTrained }) => ({
    inputs,
    units,
    activation,
    biasTrained,
  }));
  const { precision, loss } = network;
  return {
    problem: { name, precision, inputs: network.inputs, rows: inputs.rows, layers, loss, learningRate: rate },
    inputs: Float64Array.from(inputs.values),
    targets: Float64Array.from(targets.values),
    parameters: concatenated(parameters),
  };
}

/** Writes a problem into a new folder. @returns the folder */
export function writeProblem(into: string, data: ProblemData): string {
  const folder = path.join(into, data.problem.name);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'problem.json'), JSON.stringify(data.problem));
  for (const name of ['inputs', 'targets', 'parameters'] as const)
    writeFileSync(path.join(folder, `${name}.f64`), data[name]);
  return folder;
}

/** Writes a CSV file of numbers with six digits in columns c1, c2, …. @returns their sum */
export function writeCsv(into: string, rows: number, columns: number): { file: string; sum: number } {
  const random = new Random(1, 'generator');
  const row = (cell: (column: number) => string) =>
    Array.from({ length: columns }, (_, i) => cell(i)).join(',');
  const lines = [row((column) => `c${column + 1}`)];
  let sum = 0;
  const number = () => {
    const text = (200 * random.uniform() - 100).toPrecision(6);
    sum += Number(text);
    return text;
  };
  for (let i = 0; i < rows; i++) lines.push(row(number));
  const file = path.join(into, 'numbers.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return { file, sum };
}

/** Draws weights and bias as PyTorch does: uniform on ±1/√inputs. */
function randomParameters(inputs: number, units: number, index: number): Float64Array {
  const values = new Float64Array((inputs + 1) * units);
  return fillUniform(values, new Random(1, 'weights', index), 1 / Math.sqrt(inputs));
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
