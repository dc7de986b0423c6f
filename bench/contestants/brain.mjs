/** brain.js, which has one activation for all layers, the squared error, and an update after each sample. */
import { NeuralNetwork } from 'brain.js';
import { version } from 'brain.js/package.json';
import { Refusal, serve } from './serve.ts';

void serve({
  version: `${version}, Node ${process.versions.node}`,
  gradients: (problem) => {
    const { network, samples } = build(problem, 1);
    network.trainPattern(samples[0]);
    return problem.parameters.map((before, i) => {
      const after = {
        weights: network.weights[i + 1].flatMap((row) => [...row]),
        bias: network.biases[i + 1],
      };
      const change = (name) => before[name].map((value, at) => value - after[name][at]);
      return { weights: change('weights'), bias: change('bias') };
    });
  },
  start: (problem) => {
    const { network, samples } = build(problem, problem.learningRate);
    let next = 0;
    return {
      stepsPerRun: 1 / samples.length,
      run(count) {
        for (let i = 0; i < count; i++) {
          network.trainPattern(samples[next]);
          next = (next + 1) % samples.length;
        }
        return count;
      },
      loss: () => NaN,
    };
  },
});

/** @param {import('./serve.ts').Loaded} problem @param {number} learningRate */
function build({ layers, rows, inputs, inputValues, targetValues, parameters }, learningRate) {
  const [{ activation }] = layers;
  if (activation !== 'relu' && activation !== 'sigmoid') throw new Refusal(`has no ${activation}`);
  const network = new NeuralNetwork({ activation });
  Object.assign(network.trainOpts, { learningRate, momentum: 0 });
  network.sizes = [inputs, ...layers.map(({ units }) => units)];
  network.initialize();
  layers.forEach((layer, i) => {
    network.biases[i + 1].set(parameters[i].bias);
    for (let unit = 0; unit < layer.units; unit++)
      network.weights[i + 1][unit].set(rowOf(parameters[i].weights, unit, layer.inputs));
  });
  const samples = Array.from({ length: rows }, (_, row) => ({
    input: Float32Array.from(rowOf(inputValues, row, inputs)),
    output: Float32Array.from(rowOf(targetValues, row, layers.at(-1).units)),
  }));
  return { network, samples };
}

const rowOf = (values, row, columns) => values.subarray(row * columns, (row + 1) * columns);
