/** This engine, used as a user's run uses it: a config, a dataset, `startTraining` and `train`. */
import path from 'node:path';
import { parseConfig } from '../../src/config/parse.js';
import type { NetworkConfig } from '../../src/config/spec.js';
import { loadDataset } from '../../src/data/loadDataset.js';
import { backendOf, firstOf } from '../../src/engine/training/backend.js';
import { checkGradients } from '../../src/engine/check/checkGradients.js';
import type { Dataset, Samples } from '../../src/engine/model/dataset.js';
import { createNetwork, floats } from '../../src/engine/model/initialize.js';
import type { Outcome } from '../../src/engine/model/metrics.js';
import type { Network } from '../../src/engine/model/network.js';
import { drain } from '../../src/engine/pacing.js';
import type { Precision } from '../../src/engine/model/spec.js';
import { createSpecialized } from '../../src/backends/written/specializedBackend.js';
import { startTraining, type TrainingState } from '../../src/engine/training/state.js';
import { measure, train } from '../../src/engine/training/train.js';
import { KernelProvider } from '../../src/node/kernelProvider.js';
import { runSlice, Turn } from '../../src/jobs/drive.js';
import { serve, type Loaded, type Parameters, type Trainer } from './serve.js';
import { filesIn } from '../../src/node/filesIn.js';

/** A prepared run. */
interface Run {
  readonly config: NetworkConfig;
  readonly dataset: Dataset;
  readonly state: TrainingState;
}

void serve({
  version: `Node ${process.versions.node}`,
  start,
  gradients,
  checker,
  loadCsv,
});

/** Trains as the command line does: with a generated program where the network is tiny, else with kernels. */
function steps({ config, dataset, state }: Run, epochs: number) {
  const kernels = new KernelProvider({
    folder: path.dirname(__dirname),
    threads: null,
    cache: __dirname,
    shape: process.argv[2],
  }).backends((reason) => {
    throw new Error(`no kernels: ${reason}`);
  });
  const training = { ...config.training, epochs };
  const backend = backendOf(firstOf(createSpecialized, kernels.createBackend), state, dataset, training);
  return {
    threads: backend?.threads,
    iterator: train(state, dataset, training, { evaluateEvery: Infinity, createBackend: () => backend }),
  };
}

/** Prepares a training in which each epoch is one step. */
async function start(problem: Loaded, most: number): Promise<Trainer> {
  const run = await setUp(problem, problem.learningRate);
  const { config, dataset, state } = run;
  const { iterator, threads } = steps(run, Math.min(most, Number.MAX_SAFE_INTEGER));
  return {
    stepsPerRun: 1,
    threads,
    run: (count) => advance(iterator, state, count),
    loss: () => drain(measure(state, dataset, config.training)).loss,
  };
}

/** Continues, as the worker does, until at least `count` steps are done. Returns the number done. */
async function advance(training: Iterator<unknown, Outcome>, state: TrainingState, count: number) {
  const from = state.step;
  const isShort = () => state.step < from + count;
  const turn = new Turn();
  while (isShort()) {
    const end = runSlice(training, isShort);
    if (end && isShort()) throw new Error(`the run ended: ${JSON.stringify(end.result)}`);
    await turn.next();
  }
  return state.step - from;
}

/** Returns what one step at a learning rate of 1 subtracts from the parameters, computed by the code that is timed. */
async function gradients(problem: Loaded): Promise<Parameters[]> {
  const run = await setUp(problem, 1);
  const before = numbersOf(run.state.network);
  drain(steps(run, 1).iterator);
  const after = numbersOf(run.state.network);
  const difference = (a: Float64Array, b: Float64Array) => a.map((value, i) => value - b[i]);
  return before.map(({ weights, bias }, i) => ({
    weights: difference(weights, after[i].weights),
    bias: difference(bias, after[i].bias),
  }));
}

function numbersOf({ layers }: Network): Parameters[] {
  return layers.map(({ weights, bias, units }) => ({
    weights: Float64Array.from(weights),
    bias: Float64Array.from({ length: units }, (_, unit) => bias?.[Math.min(unit, bias.length - 1)] ?? 0),
  }));
}

/** Prepares a check of all parameters on all rows. */
async function checker(problem: Loaded): Promise<() => number> {
  const { config, dataset, state } = await setUp(problem, problem.learningRate);
  const { gradientCheck, training } = config;
  const options = {
    ...gradientCheck,
    seed: training.seed,
    regularization: training.regularization,
    samples: problem.rows,
    parametersPerTensor: Infinity,
  };
  return () => drain(checkGradients(state.network, dataset.training, options)).passed;
}

async function setUp(problem: Loaded, learningRate: number): Promise<Run> {
  const config = await configOf(problem, learningRate);
  const network = createNetwork(config, problem.inputs, config.training);
  network.layers.forEach(({ weights, bias }, layer) => {
    weights.set(problem.parameters[layer].weights);
    bias?.set(problem.parameters[layer].bias.subarray(0, bias.length));
  });
  return { config, dataset: datasetOf(problem), state: startTraining(network, config.training) };
}

/** Reads the config of a problem, with the usual defaults. Its data are replaced by those of the problem. */
async function configOf(
  { name, layers, loss, inputs, precision }: Loaded,
  learningRate: number,
): Promise<NetworkConfig> {
  const zeros = (length: number) => Array.from({ length }, () => 0);
  return readConfig(name, {
    layers: layers.map(({ units, activation, biasTrained }) => ({
      units,
      activation,
      bias: { value: 0, trainable: biasTrained, shared: !biasTrained },
    })),
    loss,
    data: { inputs: [zeros(inputs)], targets: [[1, ...zeros(layers.at(-1)!.units - 1)]] },
    training: { optimizer: { type: 'sgd', learningRate }, epochs: 1, shuffle: false, precision },
  });
}

async function readConfig(name: string, config: object): Promise<NetworkConfig> {
  const { spec, problems } = await parseConfig(JSON.stringify(config), `${name}.backprop.json`);
  if (spec?.kind !== 'network') throw new Error(problems.map(({ message }) => message).join('\n'));
  return spec;
}

function datasetOf({ rows, inputs, layers, loss, precision, ...problem }: Loaded): Dataset {
  const outputs = layers.at(-1)!.units;
  const names = (prefix: string, length: number) => Array.from({ length }, (_, i) => `${prefix}${i}`);
  const samples: Samples = {
    inputs: { rows, columns: inputs, values: toPrecision(problem.inputValues, precision) },
    targets: { rows, columns: outputs, values: toPrecision(problem.targetValues, precision) },
  };
  const isClassifier = loss === 'crossEntropy';
  return {
    training: samples,
    validation: null,
    task: isClassifier ? 'classification' : 'regression',
    inputNames: names('x', inputs),
    targetNames: names('y', outputs),
    classes: isClassifier ? names('class', outputs) : null,
    classWeights: null,
    normalization: null,
    targetNormalization: null,
    image: null,
    rows: null,
  };
}

function toPrecision(values: Float64Array, precision: Precision) {
  const converted = floats(precision, values.length);
  converted.set(values);
  return converted;
}

/** Loads a table as a run does. Returns the sum of its numbers. */
async function loadCsv(file: string, target: string): Promise<number> {
  const config = await readConfig('csv', {
    layers: [{ units: 1, activation: 'identity' }],
    loss: 'meanSquaredError',
    data: { file: path.basename(file), target },
  });
  const { dataset, findings } = await loadDataset(config, filesIn(path.dirname(file)));
  if (!dataset) throw new Error(findings.map(({ message }) => message).join('\n'));
  const { inputs, targets } = dataset.training;
  const sum = (values: ArrayLike<number>) => {
    let total = 0;
    for (let i = 0; i < values.length; i++) total += values[i];
    return total;
  };
  return sum(inputs.values) + sum(targets.values);
}
