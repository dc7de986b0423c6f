/** synaptic, which generates code for the network and has logistic outputs with cross-entropy and an update after each sample. */
import { Layer, Network, Neuron } from 'synaptic';
import { version } from 'synaptic/package.json';
import { Refusal, serve } from './serve.ts';

/** A tiny learning rate, since its hidden units use the output layer's weights after their update. */
const tiny = 1e-6;
/** The largest number of connections, each of which takes an object and some lines of generated code. */
const mostConnections = 20_000;

void serve({
  version: `${version}, Node ${process.versions.node}`,
  gradients: (problem) => {
    const { network, layers, samples } = build(problem);
    network.activate(samples[0].input);
    network.propagate(tiny, samples[0].target);
    network.restore();
    return problem.parameters.map((before, i) => {
      const after = parametersOf(layers[i + 1], layers[i]);
      const slope = (values, at) => (value, k) => (value - values[at][k]) / tiny;
      return {
        weights: before.weights.map(slope(after, 'weights')),
        bias: before.bias.map(slope(after, 'bias')),
      };
    });
  },
  start: (problem) => {
    const { network, samples } = build(problem);
    let next = 0;
    return {
      stepsPerRun: 1 / samples.length,
      run(count) {
        for (let i = 0; i < count; i++) {
          const { input, target } = samples[next];
          network.activate(input);
          network.propagate(problem.learningRate, target);
          next = (next + 1) % samples.length;
        }
        return count;
      },
      loss: () => NaN,
    };
  },
});

/** @param {import('./serve.ts').Loaded} problem */
function build({ layers: shape, rows, inputs, inputValues, targetValues, parameters }) {
  const connections = shape.reduce((sum, layer) => sum + layer.inputs * layer.units, 0);
  if (connections > mostConnections) throw new Refusal('the code it generates would be too large');
  const layers = [inputs, ...shape.map(({ units }) => units)].map((units) => new Layer(units));
  layers.slice(1).forEach((layer, i) => layers[i].project(layer));
  shape.forEach(({ activation }, i) => {
    const squash = { relu: Neuron.squash.RELU, sigmoid: Neuron.squash.LOGISTIC }[activation];
    layers[i + 1].set({ squash });
    layers[i + 1].list.forEach((neuron, unit) => {
      neuron.bias = parameters[i].bias[unit];
      incoming(neuron, layers[i]).forEach(
        (connection, k) => (connection.weight = parameters[i].weights[unit * shape[i].inputs + k]),
      );
    });
  });
  const network = new Network({ input: layers[0], hidden: layers.slice(1, -1), output: layers.at(-1) });
  const samples = Array.from({ length: rows }, (_, row) => ({
    input: rowOf(inputValues, row, inputs),
    target: rowOf(targetValues, row, shape.at(-1).units),
  }));
  return { network, layers, samples };
}

/** Returns a neuron's connections in the order of the previous layer. */
function incoming(neuron, before) {
  const all = Object.values(neuron.connections.inputs);
  return before.list.map((from) => all.find((connection) => connection.from === from));
}

function parametersOf(layer, before) {
  return {
    weights: layer.list.flatMap((neuron) => incoming(neuron, before).map(({ weight }) => weight)),
    bias: layer.list.map(({ bias }) => bias),
  };
}

const rowOf = (values, row, columns) => Array.from(values.subarray(row * columns, (row + 1) * columns));
