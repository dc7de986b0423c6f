import type { Samples, Task } from '../../engine/model/dataset.js';
import type { Matrix, Network } from '../../engine/model/network.js';
import { backwardCode, forwardCode } from './activationCode.js';
import { gradientCode, sumCode, watchCode } from './lossCode.js';
import { updateCode } from './optimizerCode.js';
import type { Plan, PlannedLayer } from './plan.js';
import { sumOf } from './codeText.js';

/** The names of the numbers that a step needs besides the parameters, in the order of their array. */
export const scalars = ['learningRate', 'rate', 'correction', 'kept', 'watched'] as const;

/**
 * Returns a program that takes `count` steps, the first on the batch from row `from` on, and continues with the next
 * epoch after the last batch. Parameters are variables `p…`, their gradients, summed over the rows, `g…`; slots are in
 * `values`.
 */
export function stepProgram(plan: Plan): string {
  const { layout, training, round, batchSize, samples } = plan;
  const all = samples.inputs.rows;
  const { length } = layout.parameters;
  const parameters = layout.parameters.map((parameter, p) => ({ ...parameter, p }));
  const trained = parameters.filter((parameter) => parameter.trained);
  return [
    ...parameters.map(({ p }) => `let p${p} = values[${p}];`),
    ...scalars.map((name, index) => `let ${name} = scalars[${index}];`),
    'for (; count > 0; count--) {',
    `const rows = ${all % batchSize === 0 ? batchSize : `Math.min(${batchSize}, ${all} - from)`};`,
    `const scale = ${plan.meanOver === null ? 1 : `1 / (rows * ${plan.meanOver})`};`,
    ...trained.map(({ p }) => `let g${p} = 0;`),
    'for (let i = 0; i < rows; i++) {',
    'const row = order === null ? from + i : order[from + i];',
    ...forwardPart(plan, samples),
    ...backwardPart(plan),
    '}',
    ...trained.flatMap(({ p, name }) => {
      const slots = Array.from({ length: layout.slots }, (_, s) => `values[${(s + 1) * length + p}]`);
      const places = { value: `p${p}`, slots, gradient: `g${p}`, penalized: name === 'weights' };
      return updateCode(training, places, round);
    }),
    'from += rows;',
    `if (from === ${all}) from = 0;`,
    '}',
    ...trained.map(({ p }) => `values[${p}] = p${p};`),
    `scalars[${scalars.indexOf('watched')}] = watched;`,
  ].join('\n');
}

/**
 * Returns a program that computes `count` rows forward in their order: it writes their loss, before averaging, into
 * `scalars`, and adds the number of rows whose class is right.
 */
export function scoreProgram(plan: Plan, samples: Samples, task: Task): string {
  const { layout, loss, fused, targets: t, layers } = plan;
  const { nets: x, outputs: y } = layers[layers.length - 1];
  return [
    ...layout.parameters.map((_, p) => `const p${p} = values[${p}];`),
    'let sum = 0, right = 0;',
    'for (let row = from; row < from + count; row++) {',
    ...forwardPart(plan, samples),
    ...sumCode(loss, fused, { x, y, t }),
    ...(task === 'classification'
      ? [...classCode('guess', y), ...classCode('truth', t), 'if (guess === truth) right++;']
      : []),
    '}',
    `scalars[0] = ${loss === 'halfSquaredError' ? 'sum / 2' : 'sum'};`,
    'scalars[1] += right;',
  ].join('\n');
}

/** Returns the code of `classOf`. */
function classCode(name: string, values: readonly string[]): string[] {
  if (values.length === 1) return [`const ${name} = ${values[0]} > 0.5 ? 1 : 0;`];
  return [
    `let ${name} = 0, ${name}Most = ${values[0]};`,
    ...values.map((value, c) => `if (${value} > ${name}Most) { ${name} = ${c}; ${name}Most = ${value}; }`),
  ];
}

/** Returns code that computes a row from the data to the outputs. */
function forwardPart(plan: Plan, samples: Samples): string[] {
  const { network, layers, targets, round } = plan;
  return [
    ...loadCode('inputs', samples.inputs, layers[0].inputs, network),
    ...loadCode('targets', samples.targets, targets, network),
    ...layers.flatMap((planned) => [
      ...planned.nets.map((net, unit) => `const ${net} = ${round(affine(planned, unit))};`),
      ...forwardCode(planned.activation, planned.nets, planned.outputs, round),
    ]),
  ];
}

function loadCode(array: string, matrix: Matrix, names: readonly string[], { precision }: Network): string[] {
  const { values, columns } = matrix;
  const isRounded = precision === 'float32' && !(values instanceof Float32Array);
  const load = (c: number) => `${array}[row * ${columns} + ${c}]`;
  return names.map((name, c) => `const ${name} = ${isRounded ? `Math.fround(${load(c)})` : load(c)};`);
}

function affine({ layer, inputs, weights, bias }: PlannedLayer, unit: number): string {
  const start = layer.bias ? `p${bias + (layer.biasShared ? 0 : unit)}` : '0';
  const products = inputs.map((input, k) => `${input} * p${weights + unit * layer.inputs + k}`);
  return sumOf([start, ...products]);
}

/**
 * Returns code that computes a row backward to the lowest trained layer, and adds its gradients to those of the batch.
 */
function backwardPart({ network, layers, lowest, loss, fused, targets: t, round, layout }: Plan): string[] {
  const last = layers[layers.length - 1];
  const names = { x: last.nets, y: last.outputs, t, g: last.gradients };
  const code = [...watchCode(loss, fused, names), ...gradientCode(loss, fused, names, round)];
  for (let index = layers.length - 1; index >= lowest; index--) {
    const { activation, nets, outputs, gradients } = layers[index];
    if (index < layers.length - 1 || !fused)
      code.push(...backwardCode(activation, nets, outputs, gradients, round));
    code.push(...accumulateCode(layers[index], round));
    if (index > lowest)
      code.push(...layers[index - 1].gradients.map((name, k) => inputCode(layers[index], name, k, network)));
  }
  if (network.precision === 'float64') return code;
  // The plain loops take four rows at a time, then the rest one by one, and round the sums each time.
  const weights = layout.parameters.flatMap(({ name, trained }, p) =>
    trained && name === 'weights' ? [p] : [],
  );
  const rounded = weights.map((p) => `g${p} = ${round(`g${p}`)};`);
  return [...code, 'if ((i & 3) === 3 || i >= (rows & ~3)) {', ...rounded, '}'];
}

function accumulateCode(
  { layer, inputs, gradients, weights, bias }: PlannedLayer,
  round: Plan['round'],
): string[] {
  return gradients.flatMap((delta, unit) => {
    const weight = weights + unit * layer.inputs;
    const sum = `g${bias + (layer.biasShared ? 0 : unit)}`;
    return [
      ...(layer.weightsTrainable ? inputs.map((input, k) => `g${weight + k} += ${delta} * ${input};`) : []),
      ...(layer.bias && layer.biasTrainable ? [`${sum} = ${round(`${sum} + ${delta}`)};`] : []),
    ];
  });
}

/** Returns code that adds up four units at a time, and the rest one by one. */
function inputCode(
  { layer, gradients, weights }: PlannedLayer,
  name: string,
  k: number,
  { precision }: Network,
): string {
  const rounds = (unit: number) => precision === 'float32' && (unit % 4 === 3 || unit >= (layer.units & ~3));
  const sum = gradients.reduce((before, delta, unit) => {
    const next = `${before} + ${delta} * p${weights + unit * layer.inputs + k}`;
    return rounds(unit) ? `Math.fround(${next})` : next;
  }, '0');
  return `let ${name} = ${sum};`;
}
