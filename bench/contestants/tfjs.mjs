/** TensorFlow.js: the core API with its own gradients and SGD, on the given backend, cpu or wasm. */
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { serve } from './serve.ts';

const [backend] = process.argv.slice(2);
const abilities = {
  version: `${tf.version_core}, Node ${process.versions.node}`,
  gradients: (problem) => {
    const network = build(problem);
    const { grads } = tf.variableGrads(network.lossTensor, network.variables);
    const gradientOf = (variable) => grads[variable.name] ?? tf.zerosLike(variable);
    return problem.layers.map((_, i) => ({
      weights: transposed(gradientOf(network.variables[2 * i])),
      bias: numbers(gradientOf(network.variables[2 * i + 1])),
    }));
  },
  start: (problem) => {
    const network = build(problem);
    const optimizer = tf.train.sgd(problem.learningRate);
    const trained = network.variables.filter(({ trainable }) => trainable);
    return {
      stepsPerRun: 1,
      run(count) {
        for (let i = 0; i < count; i++) optimizer.minimize(network.lossTensor, false, trained);
        trained.at(-1).dataSync(); // Backends may defer work until its result is read.
        return count;
      },
      loss: () => tf.tidy(() => network.lossTensor().dataSync()[0]),
    };
  },
};
void useBackend().then(() => serve(abilities));

/** Selects the backend. In Node, its WebAssembly has SIMD but no threads, which need a browser. */
async function useBackend() {
  setWasmPaths(path.join(process.env.NODE_PATH, '@tensorflow/tfjs-backend-wasm/dist/'));
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs has no backend ${backend} here`);
  tf.enableProdMode();
}

/** @param {import('./serve.ts').Loaded} problem */
function build({ layers, rows, inputs, inputValues, targetValues, parameters, loss }) {
  const x = tf.tensor2d(Float32Array.from(inputValues), [rows, inputs]);
  const t = tf.tensor2d(Float32Array.from(targetValues), [rows, layers.at(-1).units]);
  const variables = layers.flatMap((layer, i) => [
    tf.tidy(() => {
      const weights = tf.tensor2d(Float32Array.from(parameters[i].weights), [layer.units, layer.inputs]);
      return tf.variable(weights.transpose());
    }),
    tf.variable(tf.tensor1d(Float32Array.from(parameters[i].bias)), layer.biasTrained),
  ]);
  const fused = { relu: 'relu', sigmoid: 'sigmoid', softmax: 'linear' };
  const outputs = () =>
    layers.reduce(
      (a, { activation }, i) =>
        tf.fused.matMul({
          a,
          b: variables[2 * i],
          bias: variables[2 * i + 1],
          activation: fused[activation],
        }),
      x,
    );
  const losses = {
    crossEntropy: () => tf.losses.softmaxCrossEntropy(t, outputs()),
    halfSquaredError: () =>
      tf
        .squaredDifference(outputs(), t)
        .sum()
        .div(2 * rows),
  };
  return { variables, lossTensor: losses[loss] };
}

const numbers = (tensor) => Float64Array.from(tensor.dataSync());
const transposed = (tensor) => tf.tidy(() => numbers(tensor.transpose()));
