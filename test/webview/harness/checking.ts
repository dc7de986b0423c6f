/** Acts as the host of the Check view: it runs real checks of configs and sends the results to a page. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { parseConfig } from '../../../src/config/parse.js';
import type { CheckResult, CheckView } from '../../../src/protocol.js';
import { nodePlatform } from '../../../src/node/nodePlatform.js';
import { checkConfig } from '../../../src/worker/checkConfig.js';
import { Datasets } from '../../../src/worker/datasets.js';
import { send } from './steps.js';

const data = { generator: 'circles', samples: 40 };
const config = (layers: object[], more: object = {}): object => ({
  layers,
  loss: 'binaryCrossEntropy',
  data,
  ...more,
});
const sigmoid = { units: 1, activation: 'sigmoid' };
/** A network that is small enough to compute by hand. */
const one = {
  layers: [{ units: 2, weights: [[2, 1], [1, -1]], activation: 'tanh' }, { units: 1, weights: [[2, 3]] }], // prettier-ignore
  loss: 'halfSquaredError',
  data: { inputs: [[3, 1], [1, 2]], targets: [[1], [2]] }, // prettier-ignore
  gradientCheck: { compare: 'mine.json' },
};

/** A network whose hidden layer an answer computes with 1 + y² in place of 1 − y². */
const edited = {
  layers: [
    { units: 2, weights: [[0.4, -0.3], [0.2, 0.5]], bias: [0.1, -0.2], activation: 'tanh' }, // prettier-ignore
    { units: 1, weights: [[0.7, -0.6]], bias: [0.05] },
  ],
  loss: 'halfSquaredError',
  data: { inputs: [[0.5, 1], [-1, 0.3], [0.8, -0.6]], targets: [[0.4], [-0.2], [0.9]] }, // prettier-ignore
  gradientCheck: { compare: 'mine.json' },
};

function wrongHiddenLayer(): { readonly weights: number[][]; readonly bias: number[] } {
  const [hidden, output] = edited.layers;
  const { inputs, targets } = edited.data;
  const deltas = inputs.map((x, n) => {
    const y = hidden.weights.map((w, i) => Math.tanh(w[0] * x[0] + w[1] * x[1] + hidden.bias[i]));
    const out = output.weights[0].reduce((sum, w, i) => sum + w * y[i], output.bias[0]);
    const error = (out - targets[n][0]) / inputs.length;
    return y.map((value, i) => error * output.weights[0][i] * (1 + value * value));
  });
  const over = (term: (n: number) => number) => deltas.reduce((sum, _, n) => sum + term(n), 0);
  return {
    weights: [0, 1].map((unit) => [0, 1].map((input) => over((n) => deltas[n][unit] * inputs[n][input]))),
    bias: [0, 1].map((unit) => over((n) => deltas[n][unit])),
  };
}

/** Configs for each kind of result of a check, with the files that they are compared with. */
export const checks = {
  right: { config: config([{ units: 4, activation: 'tanh' }, sigmoid]) },
  wrong: {
    config: config([{ units: 4, activation: 'swish' }, sigmoid], {
      functions: { swish: { f: 'x / (1 + exp(-x))', df: '1 / (1 + exp(-x))' } },
    }),
  },
  kinks: {
    config: {
      layers: [
        { units: 2, activation: 'relu', weights: [[1], [2]], bias: [0, 0] },
        { units: 1, weights: [[1, -1]] },
      ],
      loss: 'halfSquaredError',
      data: { inputs: [[0], [1]], targets: [[1], [0]] },
      gradientCheck: { exclude: [{ layer: 1, unit: 1 }] },
    },
  },
  step: { config: config([{ units: 3, activation: 'step' }, sigmoid]) },
  compared: {
    config: one,
    compare: { layers: [null, { weights: [[-0.8037, -2.7466]], bias: [0.803] }] },
  },
  edited: { config: edited, compare: { layers: [wrongHiddenLayer(), null] } },
  sheet: {
    config: { ...one, training: { batchSize: 1, shuffle: false } },
    compare: { net_h1: 7, out_h1: 0.9, net_h2: 2, net_o1: 5 },
  },
} satisfies Record<string, { readonly config: object; readonly compare?: object }>;

export async function checkOf(name: keyof typeof checks): Promise<CheckResult> {
  const directory = await mkdtemp(path.join(tmpdir(), 'backprop-check-'));
  try {
    const { config, compare }: { config: object; compare?: object } = checks[name];
    await writeFile(path.join(directory, 'mine.json'), JSON.stringify(compare ?? {}));
    const { spec } = await parseConfig(JSON.stringify(config), 'test.backprop.json');
    if (spec?.kind !== 'network') throw new Error(`${name} cannot be read`);
    const request = { type: 'check', check: 1, spec, directory, isTrusted: false, checkpoint: null } as const;
    const { signal } = new AbortController();
    const { result } = await checkConfig(request, new Datasets(), nodePlatform, signal, () => undefined);
    if (!result) throw new Error(`${name} cannot be checked`);
    return result;
  } finally {
    await rm(directory, { recursive: true });
  }
}

export async function sendCheck(page: Page, check: Partial<CheckView>): Promise<void> {
  const nothing = { running: null, result: null, error: null, stale: false };
  await send(page, { type: 'update', view: { check: { ...nothing, ...check } } });
}
