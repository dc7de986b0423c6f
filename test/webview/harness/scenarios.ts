/**
 * Messages from the host for the scenarios of the page tests. They are bundled into the harness page. A scenario is a
 * function, so that a page makes only the one that it shows.
 */
import type {
  ClassificationReport,
  AlarmView,
  ConfigView,
  HandsOnView,
  History,
  InstrumentsHistory,
  LayerInstruments,
  LayerSnapshot,
  NetworkShape,
  Plane,
  PlaneSamples,
  Predictions,
  Regions,
  RunRecord,
  RunsComparison,
  RunStatus,
  Snapshot,
  Surface,
  UnitMaps,
} from '../../../src/protocol.js';

import { binaryReport, classificationReport, regressionReport } from './reports.js';

/** Returns a seeded random generator. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

export const run = 'run-1';

export function history(
  epochs: number,
  options: { validation?: boolean; accuracy?: boolean; from?: number } = {},
): History {
  const from = options.from ?? 0;
  const draw = random(7);
  const column = (value: (epoch: number) => number): Float64Array =>
    Float64Array.from({ length: epochs - from + 1 }, (_, index) => value(index + from));
  const span = Math.max(200, epochs);
  const fall = (epoch: number, floor: number, noise: number): number =>
    floor + 1.05 * Math.exp((-9 * epoch) / span) + noise * (draw() - 0.5) * Math.exp((-3 * epoch) / span);
  const none = (): number => NaN;
  return {
    epoch: column((epoch) => epoch),
    loss: column((epoch) => fall(epoch, 0.042, 0.04)),
    validationLoss: column(
      options.validation ? (epoch) => fall(epoch, 0.09, 0.06) + 0.08 * Math.max(0, epoch / span - 0.6) : none,
    ),
    accuracy: column(
      options.accuracy ? (epoch) => 1 - 0.65 * Math.exp((-12 * epoch) / span) - 0.01 * draw() : none,
    ),
    validationAccuracy: column(
      options.accuracy && options.validation
        ? (epoch) => 0.967 - 0.63 * Math.exp((-11 * epoch) / span) - 0.02 * draw()
        : none,
    ),
    learningRate: column(() => 0.01),
    x: new Float64Array(),
    y: new Float64Array(),
  };
}

export const emptyHistory: History = history(-1);

export function status(changes: Partial<RunStatus> = {}): RunStatus {
  return {
    run,
    state: 'ready',
    epoch: 0,
    epochs: 200,
    elapsedMs: 0,
    loaded: null,
    outcome: null,
    error: null,
    stale: false,
    viewing: null,
    edited: false,
    recorded: { note: null },
    branchOf: null,
    ...changes,
  };
}

function layer(
  inputs: number,
  units: number,
  activation: string,
  seed: number,
  epoch: number,
): LayerSnapshot {
  const draw = random(seed);
  const grown = 1 + 1.5 * (1 - Math.exp(-epoch / 60));
  const weights = Float64Array.from(
    { length: inputs * units },
    () => ((draw() + draw() - 1) * grown * 1.6) / Math.sqrt(inputs / 4),
  );
  const drawn = inputs <= 30 && units <= 30;
  const rows = Math.min(64, units);
  const columns = Math.min(64, inputs);
  const wave = (index: number): number => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    return 0.06 * Math.sin(row / 3 + seed) * Math.cos(column / 4 + row / 9) + 0.03 * (draw() - 0.5);
  };
  const heat = {
    rows,
    columns,
    values: Float32Array.from({ length: rows * columns }, (_, index) => wave(index)),
  };
  const scores = Array.from({ length: units }, () => draw() * 4 - 1.5);
  const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
  const output = (score: number): number =>
    activation === 'softmax' ? Math.exp(score) / total : Math.max(0, score);
  return {
    inputs,
    units,
    activation,
    weights: drawn ? weights : null,
    bias: units <= 30 ? Float64Array.from({ length: units }, () => (draw() - 0.5) * grown) : null,
    biasShared: false,
    outputs: units <= 30 ? Float64Array.from(scores, output) : null,
    heat: drawn ? null : heat,
    patches: null,
    minWeight: drawn ? weights.reduce((least, weight) => Math.min(least, weight)) : -0.41,
    maxWeight: drawn ? weights.reduce((most, weight) => Math.max(most, weight)) : 0.38,
  };
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
}

export function view(changes: Partial<ConfigView>): ConfigView {
  const settings = { learningRate: 0.01, epochs: 200, batchSize: 16, seed: 1 };
  return {
    uri: 'file:///examples/iris.backprop.json',
    name: 'Iris',
    kind: 'network',
    problems: { errors: 0, warnings: 0, first: null, blocking: null },
    runSettings: null,
    settings,
    fileSettings: settings,
    shape: null,
    surface: null,
    status: null,
    facts: null,
    history: emptyHistory,
    instruments: [],
    alarms: [],
    snapshot: null,
    plane: null,
    regions: null,
    unitMaps: null,
    predictions: null,
    gallery: null,
    evaluation: { training: null, validation: null },
    runs: [],
    runsDiffer: { settings: [], changed: {} },
    pace: 'fast',
    check: { running: null, result: null, error: null, stale: false },
    rate: null,
    data: { description: null, error: null, isCurrent: false },
    handsOn: null,
    ...changes,
  };
}

function shape(
  inputNames: string[],
  layers: readonly (readonly [units: number, activation: string, names: string[]])[],
): NetworkShape {
  return {
    inputNames,
    layers: layers.map(([units, activation, unitNames]) => ({
      units,
      activation,
      unitNames,
      weightNames: null,
      biasNames: null,
    })),
  };
}

// ── iris: 4-16-3 ──

const irisShape = shape(
  ['sepal length', 'sepal width', 'petal length', 'petal width'],
  [
    [16, 'relu', numbered('h', 16)],
    [3, 'softmax', ['setosa', 'versicolor', 'virginica']],
  ],
);

export function irisSnapshot(epoch: number): Snapshot {
  return {
    epoch,
    sample: 0,
    inputs: Float64Array.of(-0.9, 1.0159, -1.3358, -1.311),
    targets: Float64Array.of(1, 0, 0),
    image: null,
    layers: [layer(4, 16, 'relu', 3, epoch), layer(16, 3, 'softmax', 5, epoch)],
  };
}

/** Returns the record of a run. */
export function record(number: number, changes: Partial<RunRecord> = {}): RunRecord {
  return {
    run: `r${number}`,
    number,
    name: null,
    started: Date.UTC(2025, 0, 5, 9, 12) + number * 1_200_000,
    elapsedMs: 3684,
    state: 'done',
    outcome: 'completed',
    epochs: 200,
    loss: 0.0521,
    validationLoss: 0.0942,
    accuracy: 0.975,
    edited: false,
    branchOf: null,
    data: 'd1',
    sparkline: Array.from({ length: 32 }, (_, index) => 1 / (1 + index * number)),
    hasState: true,
    ...changes,
  };
}

const records: RunRecord[] = [
  record(3, {
    state: 'failed',
    outcome: 'failed',
    epochs: 3,
    loss: null,
    validationLoss: null,
    accuracy: null,
    hasState: false,
  }),
  record(2, {
    state: 'stopped',
    outcome: null,
    epochs: 47,
    loss: 0.231,
    validationLoss: 0.274,
    accuracy: 0.925,
  }),
  record(1),
];

const irisFacts = {
  trainingSamples: 120,
  validationSamples: 30,
  inputNames: irisShape.inputNames,
  targetNames: ['species'],
  classes: ['setosa', 'versicolor', 'virginica'],
  planar: false,
  image: null,
};

const irisReport = classificationReport(
  [
    [10, 0, 0],
    [0, 9, 1],
    [0, 0, 10],
  ],
  {
    calibration: {
      bins: [
        ...Array.from({ length: 8 }, () => ({ count: 0, confidence: null, accuracy: null })),
        { count: 4, confidence: 0.86, accuracy: 0.75 },
        { count: 26, confidence: 0.97, accuracy: 1 },
      ],
      expectedError: 0.0407,
    },
    confidentMistakes: [{ sampleIndex: 14, rowIndex: 77, truth: 1, predicted: 2, confidence: 0.8123 }],
  },
);

export function iris(state: RunStatus['state'] = 'training', epoch = 128): ConfigView {
  return view({
    shape: irisShape,
    facts: irisFacts,
    status: status({ state, epoch, elapsedMs: epoch * 18.4 }),
    history: history(epoch, { validation: true, accuracy: true }),
    snapshot: irisSnapshot(epoch),
    evaluation:
      state === 'done' || state === 'paused'
        ? { training: irisReport, validation: irisReport }
        : { training: null, validation: null },
    runs: records,
  });
}

const now = Date.now();

/** Returns a config with runs that differ in their learning rates; the newest is the one that is shown. */
export function withRuns(count: number): ConfigView {
  const rates = [0.1, 0.03, 0.01, 0.003, 0.001];
  const runs = Array.from({ length: count }, (_, index) => {
    const number = count - index;
    return record(number, {
      started: now - index * 3_700_000,
      name: number === 2 ? 'wide' : null,
      state: number === 3 ? 'stopped' : 'done',
      outcome: number === 3 ? null : number === 4 ? 'stoppedEarly' : 'completed',
      epochs: number === 3 ? 137 : 200,
      loss: 0.05 + number / 1000,
      branchOf: number === 5 ? { run: 'r3', epoch: 137 } : null,
      edited: number === 4,
      ...(number === 3 && { alarms: ['dead-units', 'overfitting'] }),
      hasState: number !== 1,
    });
  });
  const ofRuns = <T>(value: (number: number) => T): Record<string, T> =>
    Object.fromEntries(runs.map(({ run: id, number }) => [id, value(number)]));
  return {
    ...iris('done', 200),
    status: status({ run: `r${count}`, state: 'done', epoch: 200, elapsedMs: 3684 }),
    settings: { learningRate: 0.01, epochs: 300, batchSize: 16, seed: 1 },
    runs,
    runsDiffer: {
      settings: [
        {
          path: 'training.optimizer.learningRate',
          values: ofRuns((number) => String(rates[number % rates.length])),
        },
        { path: 'training.batchSize', values: ofRuns((number) => (number === 2 ? 'null' : '16')) },
      ],
      changed: { r2: ['layers'], ...(count > 3 && { r4: ['layers', 'data'] }) },
    },
  };
}

/** Returns the comparison of runs that the host sends, each with a curve of its own. */
export function comparisonOf(ids: readonly string[]): RunsComparison {
  return {
    runs: ids.map((id, index) => {
      const whole = history(200, { validation: true, accuracy: true });
      const scaled = whole.loss.map((value) => value * (1 + 0.35 * index));
      return { run: id, curve: { ...whole, loss: scaled } };
    }),
    differences: [
      {
        path: 'training.optimizer.learningRate',
        kind: 'setting',
        values: ids.map((_, index) => String([0.1, 0.03, 0.01, 0.003][index % 4])),
      },
      {
        path: 'training.batchSize',
        kind: 'setting',
        values: ids.map((_, index) => (index === 0 ? 'null' : '16')),
      },
      { path: 'layers[0].units', kind: 'text', values: ids.map((_, index) => (index === 0 ? '8' : '16')) },
      {
        path: 'layers[1].dropout',
        kind: 'text',
        values: ids.map((_, index) => (index === 0 ? null : '0.2')),
      },
      { path: '', kind: 'data', values: ids.map((_, index) => (index === 0 ? '01234567' : '89abcdef')) },
    ],
    isCut: false,
  };
}
/** Measurements of a network with two layers, whose first one loses its units. */
export function instruments(epochs: number): InstrumentsHistory {
  const measured = [0, 1, 2, 4, 8, 14, 24, 40, 64, 100, 150, 200].filter((epoch) => epoch <= epochs);
  return measured.map((epoch) => {
    const late = Math.min(1, epoch / 100);
    const layer = (factor: number, deadShare: number): LayerInstruments => ({
      gradientNorm: 0.4 * factor * 10 ** (-2 * late),
      weightNorm: 2 + 3 * late * factor,
      updateRatio: 0.004 * 10 ** -late,
      deadShare,
      saturatedShare: 0.05 * late,
      activationMean: 0.3 + 0.4 * late * factor,
      activationSpread: 0.2 + 0.1 * factor,
    });
    return {
      epoch,
      layers: [layer(1, 0.75 * late), layer(0.4, 0)],
      loss: 1.05 - 0.9 * late,
      outputSpread: [0.4, 0.4, 0.4],
      predicted: [40, 40, 40],
      gradientSignal: 2 * 10 ** -late,
      sharpness: epoch % 4 === 0 ? 40 + 180 * late : null,
      learningRate: 0.01,
    };
  });
}

const deadUnits: AlarmView = {
  code: 'dead-units',
  title: 'Dead units',
  severity: 'warning',
  epoch: 40,
  layer: 1,
  evidence: { share: 0.75 },
  path: ['layers', 0, 'activation'],
  message:
    'Layer 1: 75% of the 16 relu units output 0 for every sample, so they pass no gradient and no longer learn. Use a learning rate of 0.003, or leakyRelu, whose gradient is never 0.',
  fix: null,
  remedies: [],
};
const overfitting: AlarmView = {
  ...deadUnits,
  code: 'overfitting',
  title: 'Overfitting',
  severity: 'info',
  epoch: 150,
  layer: null,
  path: ['training'],
  message:
    'The validation loss has risen from 0.09 in epoch 120 to 0.12, while the training loss fell to 0.042. Stop early and restore the best epoch, or use dropout, a penalty, fewer units or more data.',
};
const leaking: AlarmView = {
  ...deadUnits,
  code: 'leaking-feature',
  title: 'Leaking feature',
  epoch: null,
  layer: null,
  path: ['data'],
  message: 'Input "petal width" alone decides the target (agreement 99%), as a copy or a code of it would. Leave it out of the inputs if it is not known before the target.',
}; // prettier-ignore

/** A run with alarms, one of which was known without training. */
export const alarmed = (): ConfigView => ({
  ...iris('done', 200),
  instruments: instruments(200),
  alarms: [deadUnits, overfitting, leaking],
});

// ── the worked example: 2-2-2 ──

const workedShape: NetworkShape = {
  inputNames: ['i1', 'i2'],
  layers: [
    { units: 2, activation: 'sigmoid', unitNames: ['h1', 'h2'], weightNames: [['w1', 'w2'], ['w3', 'w4']], biasNames: ['b1'] }, // prettier-ignore
    { units: 2, activation: 'sigmoid', unitNames: ['o1', 'o2'], weightNames: [['w5', 'w6'], ['w7', 'w8']], biasNames: ['b2'] }, // prettier-ignore
  ],
};

function workedLayer(weights: readonly number[], bias: number, outputs: readonly number[]): LayerSnapshot {
  return {
    inputs: 2,
    units: 2,
    activation: 'sigmoid',
    weights: Float64Array.from(weights),
    bias: Float64Array.of(bias),
    biasShared: true,
    patches: null,
    outputs: Float64Array.from(outputs),
    heat: null,
    minWeight: Math.min(...weights),
    maxWeight: Math.max(...weights),
  };
}

export const worked = (): ConfigView =>
  view({
    uri: 'file:///examples/worked-example.backprop.json',
    name: 'Worked example',
    settings: { learningRate: 0.5, epochs: 10000, batchSize: null, seed: 0 },
    fileSettings: { learningRate: 0.5, epochs: 10000, batchSize: null, seed: 0 },
    shape: workedShape,
    facts: {
      trainingSamples: 1,
      validationSamples: 0,
      inputNames: ['i1', 'i2'],
      targetNames: ['o1', 'o2'],
      classes: null,
      planar: false,
      image: null,
    },
    status: status({ epochs: 10000 }),
    snapshot: {
      epoch: 0,
      sample: 0,
      inputs: Float64Array.of(0.05, 0.1),
      targets: Float64Array.of(0.01, 0.99),
      image: null,
      layers: [
        workedLayer([0.15, 0.2, 0.25, 0.3], 0.35, [0.593269992, 0.596884378]),
        workedLayer([0.4, 0.45, -0.5, 0.55], 0.6, [0.75136507, 0.772928465]),
      ],
    },
  });

// ── numbers that stay long when they are rounded ──

/** A run with the shape of `longNumbersConfig`. */
export const longNumbers = (): ConfigView => view({
  ...worked(),
  name: 'Nasty numbers',
  status: status({ state: 'done', epoch: 500, epochs: 500, elapsedMs: 1234 }),
  history: ((loss) => ({ ...history(500), loss: loss.map((value) => value * -1.234e-105) }))(history(500).loss),
  snapshot: {
    epoch: 500,
    sample: 0,
    inputs: Float64Array.of(-0.00012345, 12345678.9),
    targets: Float64Array.of(-0.0001234567, 0.99),
    image: null,
    layers: [
      { ...workedLayer([7.043e-17, -0.00012345, -123456.789, 0.25], -1.2345e-105, [-7.043e-17, 1.2345e-105]) },
      { ...workedLayer([0.4, -4.5e-12, -0.000051, 0.55], -0.0000612, [-7.043e-17, 7.123456e-105]) },
    ],
  },
}); // prettier-ignore

export const longNumbersConfig = {
  layers: [
    { units: 2, activation: 'sigmoid', weights: [[7.043e-17, -0.00012345678901234], [-123456.789, 0.25]], bias: [-1.2345e-105, 0.35] },
    { units: 2, activation: 'sigmoid', weights: [[0.4, -4.5e-12], [-0.000051, 0.55]], bias: [-0.0000612, 0.6] },
  ],
  loss: 'halfSquaredError',
  data: { inputs: [[-0.00012345, 12345678.9]], targets: [[-0.0001234567, 0.99]] },
}; // prettier-ignore

const unusualNames = [
  'x'.repeat(10_000), '<img src=x onerror=alert(1)>', 'שלום עולם', 'a \u202e b', '[go](command:x)', 'verylongname '.repeat(20),
]; // prettier-ignore

/** Names from a malicious or careless file. */
export const maliciousNames = (): ConfigView => view({
  name: unusualNames[0],
  shape: shape(unusualNames, [
    [6, 'tanh', unusualNames],
    [6, 'softmax', unusualNames],
  ]),
  facts: { trainingSamples: 120, validationSamples: 30, inputNames: unusualNames, targetNames: unusualNames, classes: unusualNames, planar: false, image: null },
  status: status({ state: 'paused', epoch: 10 }),
  history: history(10, { validation: true, accuracy: true }),
  snapshot: { epoch: 10, sample: 0, inputs: Float64Array.from(unusualNames, (_, at) => at / 8), targets: Float64Array.of(1, 0, 0, 0, 0, 0), image: null, layers: [layer(6, 6, 'tanh', 3, 10), layer(6, 6, 'softmax', 5, 10)] },
  evaluation: {
    training: null,
    validation: classificationReport(unusualNames.map(() => unusualNames.map(() => 5)), { confidentMistakes: unusualNames.map((_, k) => ({ sampleIndex: k, rowIndex: null, truth: k, predicted: (k + 1) % 6, confidence: 0.9 - k / 100 })) }),
  },
}); // prettier-ignore

const longNames = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `hemoglobin level ${index + 1}`);

/** Returns a view with layers of `count` units, whose long names do not fit into their circles. */
const withLongNames = (count: number): ConfigView => view({
  name: 'Long names',
  shape: shape(['i1', 'i2'], [[count, 'tanh', longNames(count)], [count, 'tanh', longNames(count)], [1, 'sigmoid', ['o1']]]),
  facts: { trainingSamples: 40, validationSamples: 0, inputNames: ['i1', 'i2'], targetNames: ['o1'], classes: null, planar: false, image: null },
  status: status({ state: 'paused', epoch: 10 }),
  history: history(10),
  snapshot: { epoch: 10, sample: 0, inputs: Float64Array.of(0.05, 0.1), targets: Float64Array.of(1), image: null, layers: [layer(2, count, 'tanh', 3, 10), layer(count, count, 'tanh', 5, 10), layer(count, 1, 'sigmoid', 7, 10)] },
}); // prettier-ignore
export const longNames4 = (): ConfigView => withLongNames(4);
export const longNames6 = (): ConfigView => withLongNames(6);
export const longNames8 = (): ConfigView => withLongNames(8);

/** A config with the shape of `longNames8`. */
export const longNamesConfig = {
  layers: [
    { units: 8, activation: 'tanh', names: longNames(8) },
    { units: 8, activation: 'tanh', names: longNames(8) },
    { units: 1, activation: 'sigmoid' },
  ],
  loss: 'halfSquaredError',
  data: { inputs: [[0.05, 0.1]], targets: [[1]] },
};

// ── MNIST-shaped: 784-512-10 ──

const digits = numbered('', 10).map((_, index) => String(index));
const draw = random(21);
const digitsConfusion = digits.map((_, row) =>
  digits.map((__, column) => (row === column ? 940 + Math.floor(draw() * 50) : Math.floor(draw() * 14))),
);

export const big = (): ConfigView =>
  view({
    name: 'Handwritten digits',
    shape: shape(numbered('pixel ', 784), [
      [512, 'relu', numbered('h', 512)],
      [10, 'softmax', digits],
    ]),
    facts: {
      trainingSamples: 60000,
      validationSamples: 10000,
      inputNames: numbered('pixel ', 784),
      targetNames: ['digit'],
      classes: digits,
      planar: false,
      image: null,
    },
    status: status({ state: 'paused', epoch: 4, epochs: 20, elapsedMs: 312_450 }),
    history: history(4, { validation: true, accuracy: true }),
    snapshot: {
      epoch: 4,
      sample: 0,
      inputs: null,
      targets: Float64Array.from(digits, (_, index) => (index === 5 ? 1 : 0)),
      image: null,
      layers: [layer(784, 512, 'relu', 3, 40), layer(512, 10, 'softmax', 4, 40)],
    },
    evaluation: {
      training: null,
      validation: classificationReport(digitsConfusion),
    },
  });

// ── deep and narrow ──

export const deep = (): ConfigView =>
  view({
    name: 'Deep',
    shape: shape(
      ['x'],
      [
        [8, 'tanh', numbered('h1.', 8)],
        [8, 'leakyRelu', numbered('h2.', 8)],
        [6, 'tanh', numbered('h3.', 6)],
        [4, 'softplus', numbered('h4.', 4)],
        [1, 'identity', ['y']],
      ],
    ),
    facts: {
      trainingSamples: 160,
      validationSamples: 40,
      inputNames: ['x'],
      targetNames: ['y'],
      classes: null,
      planar: false,
      image: null,
    },
    status: status({
      state: 'done',
      epoch: 200,
      elapsedMs: 8000,
      outcome: { kind: 'stoppedEarly', bestEpoch: 171, restored: true },
    }),
    history: history(200, { validation: true }),
    snapshot: {
      epoch: 200,
      sample: 0,
      inputs: Float64Array.of(0.31),
      targets: Float64Array.of(0.62),
      image: null,
      layers: [
        layer(1, 8, 'tanh', 1, 99),
        layer(8, 8, 'leakyRelu', 2, 99),
        layer(8, 6, 'tanh', 3, 99),
        layer(6, 4, 'softplus', 4, 99),
        layer(4, 1, 'identity', 5, 99),
      ],
    },
    evaluation: {
      training: regressionReport(0.9713, 0.08211, 0.06123),
      validation: regressionReport(0.9402, 0.1124, 0.08314),
    },
  });

const depth = 999;

/** A thousand layers of twenty units, which would be 400,000 lines if all were drawn. */
export const deepestNetwork = (): ConfigView =>
  view({
    name: 'Deepest',
    shape: shape(
      ['x', 'y'],
      Array.from({ length: depth }, (_, at) => [20, 'tanh', numbered(`h${at + 1}_`, 20)] as const),
    ),
    facts: { ...deep().facts!, inputNames: ['x', 'y'], targetNames: numbered('y', 20) },
    status: status({ state: 'paused', epoch: 3, elapsedMs: 8000 }),
    history: history(3),
    snapshot: {
      epoch: 3,
      sample: 0,
      inputs: Float64Array.of(0.31, 0.2),
      targets: new Float64Array(20),
      image: null,
      layers: Array.from({ length: depth }, (_, at) => {
        const whole = layer(at === 0 ? 2 : 20, 20, 'tanh', at, 3);
        return at < 8 || at >= depth - 8 ? whole : { ...whole, weights: null, bias: null, outputs: null };
      }),
    },
  });

/** Layers of twenty thousand units, and the same number of inputs. */
export const widest = (): ConfigView =>
  view({
    name: 'Widest',
    shape: shape(numbered('x', 20_000), [
      [20_000, 'relu', numbered('h', 20_000)],
      [20_000, 'softmax', numbered('y', 20_000)],
    ]),
    facts: { ...deep().facts!, inputNames: numbered('x', 20_000), targetNames: numbered('y', 20_000) },
    status: status({ state: 'paused', epoch: 3, elapsedMs: 8000 }),
    history: history(3),
  });

export const long = (): ConfigView =>
  view({
    ...iris('training', 100_000),
    settings: { learningRate: 0.01, epochs: 200_000, batchSize: 16, seed: 1 },
    status: status({ state: 'training', epoch: 100_000, epochs: 200_000, elapsedMs: 184_000 }),
  });

export const failed = (): ConfigView =>
  view({
    ...iris('failed', 12),
    status: status({
      state: 'failed',
      epoch: 12,
      elapsedMs: 221,
      outcome: {
        kind: 'failed',
        failure: {
          epoch: 13,
          batch: 4,
          updates: 40,
          layer: 2,
          quantity: 'net',
          value: NaN,
          operation: {
            place: { quantity: 'net', layer: 2, unit: 0, part: null },
            equation: 'net_h2_1 = w2[1,1]·out_h1_1 + … + b_h2_1',
            part: 'w2[1,1]·out_h1_1',
            numbers: 'Infinity·0',
            value: NaN,
            sample: 16,
            isValidation: false,
            pass: 'batch',
          },
        },
      },
      error:
        'In epoch 13, batch 4, a net input of layer 2 became NaN. A smaller learning rate often helps. The last good parameters are kept.',
    }),
  });

export const stale = (): ConfigView =>
  view({
    ...iris('training', 128),
    status: status({ state: 'training', epoch: 128, elapsedMs: 2355, stale: true }),
    settings: { learningRate: 0.003, epochs: 400, batchSize: null, seed: 1 },
  });

export const loading = (): ConfigView =>
  view({
    ...big(),
    snapshot: null,
    history: emptyHistory,
    evaluation: { training: null, validation: null },
    facts: null,
    status: status({ state: 'loading', loaded: 0.43, epochs: 20 }),
  });

export const fresh = (): ConfigView => view({ shape: irisShape });

export const invalid = (): ConfigView =>
  view({
    kind: 'invalid',
    settings: null,
    fileSettings: null,
    problems: {
      errors: 2,
      warnings: 1,
      first: 'Layer 2 has 3 units, but the data has 4 classes.',
      blocking: 'Layer 2 has 3 units, but the data has 4 classes.',
    },
  });

export const notSeparable = (): ConfigView => view({
  name: 'XOR with one unit',
  shape: shape(['x1', 'x2'], [[1, 'step', ['y']]]),
  facts: { trainingSamples: 4, validationSamples: 0, inputNames: ['x1', 'x2'], targetNames: ['y'], classes: ['0', '1'], planar: false, image: null },
  status: status({
    state: 'done',
    epoch: 100,
    epochs: 100,
    elapsedMs: 12,
    outcome: {
      kind: 'completed',
      notSeparable: {
        unit: 0,
        positive: [{ sample: 1, weight: 0.5 }, { sample: 2, weight: 0.5 }],
        negative: [{ sample: 0, weight: 0.5 }, { sample: 3, weight: 0.5 }],
        point: [0.5, 0.5],
      },
    },
  }),
  history: history(100, { accuracy: true }),
  snapshot: { epoch: 100, sample: 0, inputs: Float64Array.of(0, 0), targets: Float64Array.of(0), image: null, layers: [{ ...layer(2, 1, 'step', 8, 50) }] },
}); // prettier-ignore

// ── two inputs ──

/** The boundary between class 1, above, and class 0, below. The outputs become more certain during training. */
const wave = (x: number): number => 0.6 * Math.sin(2 * x);

export function waveRegions(epoch: number): Regions {
  const columns = 41;
  const values = Float32Array.from({ length: columns * columns }, (_, index) => {
    const [x, y] = [-2 + (index % columns) / 10, -1 + Math.floor(index / columns) / 20];
    return 1 / (1 + Math.exp(-(epoch / 5) * (y - wave(x))));
  });
  return { epoch, columns, rows: columns, outputs: 1, values, unit: null };
}

function waveSamples(count: number, seed: number): PlaneSamples {
  const draw = random(seed);
  const points = Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 ? 1 : 2) * (1.8 * draw() - 0.9));
  const targets = Float32Array.from({ length: count }, (_, i) => Number(points[2 * i + 1] > wave(points[2 * i]))); // prettier-ignore
  return { count, points, targets };
}

const wavePlane: Plane = {
  dimensions: 2,
  xMin: -2,
  xMax: 2,
  yMin: -1,
  yMax: 1,
  training: waveSamples(120, 5),
  validation: waveSamples(40, 6),
};

/** Returns six slanted ramps for the hidden units, and the wave for the output. */
export function waveMaps(epoch: number): UnitMaps {
  const side = 20;
  const at = (point: number): readonly [number, number] => [
    -2 + (4 * (point % side)) / (side - 1),
    -1 + (2 * Math.floor(point / side)) / (side - 1),
  ];
  const hidden = Float32Array.from({ length: 6 * side * side }, (_, index) => {
    const unit = Math.floor(index / (side * side));
    const [x, y] = at(index % (side * side));
    return Math.tanh((epoch / 30) * (Math.cos(unit) * x + Math.sin(unit) * 2 * y + unit / 5 - 0.5));
  });
  const output = Float32Array.from({ length: side * side }, (_, index) => {
    const [x, y] = at(index);
    return 1 / (1 + Math.exp(-(epoch / 5) * (y - wave(x))));
  });
  return { epoch, columns: side, rows: side, layers: [hidden, output] };
}

export const planar = (): ConfigView =>
  view({
    name: 'Wave',
    shape: shape(
      ['width', 'height'],
      [
        [6, 'tanh', numbered('h', 6)],
        [1, 'sigmoid', ['above']],
      ],
    ),
    facts: {
      trainingSamples: 120,
      validationSamples: 40,
      inputNames: ['width', 'height'],
      targetNames: ['class'],
      classes: ['below', 'above'],
      planar: true,
      image: null,
    },
    status: status({ state: 'training', epoch: 60, elapsedMs: 900 }),
    history: history(60, { validation: true, accuracy: true }),
    snapshot: {
      epoch: 60,
      sample: 0,
      inputs: Float64Array.of(0.4, -0.2),
      targets: Float64Array.of(0),
      image: null,
      layers: [layer(2, 6, 'tanh', 3, 60), layer(6, 1, 'sigmoid', 4, 60)],
    },
    plane: wavePlane,
    regions: waveRegions(60),
    unitMaps: waveMaps(60),
  });

/** Regression targets on the same plane: ten times the height, and the width. */
const heights = Float32Array.from(
  { length: 240 },
  (_, i) => (i % 2 ? wavePlane.training.points[i - 1] : wavePlane.training.points[i + 1] * 10), // prettier-ignore
);

export const planarNumbers = (): ConfigView =>
  view({
    ...planar(),
    facts: { ...planar().facts!, targetNames: ['height', 'width'], classes: null, validationSamples: 0 },
    plane: {
      ...wavePlane,
      training: { ...wavePlane.training, targets: heights },
      validation: { count: 0, points: new Float32Array(), targets: new Float32Array() },
    },
    regions: {
      epoch: 60,
      columns: 21,
      rows: 21,
      outputs: 2,
      unit: null,
      values: Float32Array.from({ length: 2 * 441 }, (_, i) =>
        i < 441 ? -10 + Math.floor(i / 21) : -2 + ((i - 441) % 21) / 5,
      ),
    },
  });

// ── one input ──

/** Noisy samples of a sine, its fit after some epochs, and the three units whose outputs add up to the fit. */
export const curve = (): ConfigView =>
  view({
    name: 'Sine',
    shape: shape(
      ['x'],
      [
        [3, 'tanh', numbered('h', 3)],
        [1, 'identity', ['y']],
      ],
    ),
    facts: {
      trainingSamples: 80,
      validationSamples: 20,
      inputNames: ['x'],
      targetNames: ['y'],
      classes: null,
      planar: true,
      image: null,
    },
    status: status({ state: 'training', epoch: 60, elapsedMs: 900 }),
    history: history(60, { validation: true }),
    snapshot: {
      epoch: 60,
      sample: 0,
      inputs: Float64Array.of(0.4),
      targets: Float64Array.of(0.39),
      image: null,
      layers: [layer(1, 3, 'tanh', 3, 60), layer(3, 1, 'identity', 4, 60)],
    },
    plane: {
      dimensions: 1,
      xMin: -4,
      xMax: 4,
      yMin: 0,
      yMax: 0,
      training: sineSamples(80, 5),
      validation: sineSamples(20, 6),
    },
    regions: sineRegions(60),
    unitMaps: {
      epoch: 60,
      columns: 48,
      rows: 1,
      layers: [
        Float32Array.from({ length: 3 * 48 }, (_, index) =>
          Math.tanh(-4 + (8 * (index % 48)) / 47 + 2 * (Math.floor(index / 48) - 1)),
        ),
        Float32Array.from({ length: 48 }, (_, index) => 0.9 * Math.sin(-4 + (8 * index) / 47)),
      ],
    },
  });

export function sineRegions(epoch: number): Regions {
  const columns = 151;
  const values = Float32Array.from(
    { length: columns },
    (_, index) => (epoch / 66) * Math.sin(-4 + (8 * index) / (columns - 1)),
  );
  return { epoch, columns, rows: 1, outputs: 1, values, unit: null };
}

function sineSamples(count: number, seed: number): PlaneSamples {
  const draw = random(seed);
  const points = Float32Array.from({ length: count }, () => 7 * draw() - 3.5);
  const targets = Float32Array.from(points, (x) => Math.sin(x) + 0.4 * (draw() - 0.5));
  return { count, points, targets };
}

// ── a regression with several inputs ──

/** Prices around their predictions, with an outlier in row 41. */
export function pricePredictions(epoch: number): Predictions {
  const draw = random(epoch);
  const targets = Float32Array.from({ length: 120 }, (_, index) => 80 + 4 * index + 20 * draw());
  const outputs = targets.map((target, index) =>
    index === 40 ? target - 300 : target + 60 * (draw() - 0.5),
  );
  const rows = Uint32Array.from(targets, (_, index) => index);
  return { epoch, part: 'validation', columns: 1, samples: 120, rows, targets, outputs };
}

export const prices = (): ConfigView =>
  view({
    name: 'Prices',
    shape: shape(
      ['area', 'rooms', 'age'],
      [
        [5, 'relu', numbered('h', 5)],
        [1, 'identity', ['price']],
      ],
    ),
    facts: {
      trainingSamples: 480,
      validationSamples: 120,
      inputNames: ['area', 'rooms', 'age'],
      targetNames: ['price'],
      classes: null,
      planar: false,
      image: null,
    },
    status: status({ state: 'done', epoch: 200, elapsedMs: 900 }),
    history: history(200, { validation: true }),
    snapshot: {
      epoch: 200,
      sample: 0,
      inputs: Float64Array.of(0.4, 0.1, -0.3),
      targets: Float64Array.of(310),
      image: null,
      layers: [layer(3, 5, 'relu', 3, 60), layer(5, 1, 'identity', 4, 60)],
    },
    evaluation: {
      training: regressionReport(0.9713, 18.211, 14.032),
      validation: regressionReport(0.9402, 21.124, 16.877),
    },
    predictions: pricePredictions(200),
  });

/** Returns a report on `count` patients, whose risk is predicted better with a larger `skill`. */
function riskReport(count: number, skill: number): ClassificationReport {
  const draw = random(count);
  const truth = Array.from({ length: count }, () => (draw() < 0.4 ? 1 : 0));
  const net = (t: number): number => skill * (t - 0.5) + 4 * (draw() + draw() - 1);
  const outputs = truth.map((t) => 1 / (1 + Math.exp(-net(t))));
  return binaryReport(outputs, truth);
}

export const risks = (): ConfigView =>
  view({
    ...prices(),
    name: 'Risks',
    facts: { ...prices().facts!, targetNames: ['ill'], classes: ['healthy', 'ill'] },
    history: history(200, { validation: true, accuracy: true }),
    evaluation: { training: riskReport(480, 3.5), validation: riskReport(120, 2.5) },
    predictions: null,
  });

export const sizes = (): ConfigView =>
  view({
    ...prices(),
    name: 'Sizes',
    facts: { ...prices().facts!, targetNames: ['height', 'width'] },
    evaluation: {
      training: null,
      validation: {
        ...regressionReport(0.9402, 21.124, 16.877),
        outputs: [
          { r2: 0.9713, rmse: 18.211, mae: 14.032 },
          { r2: null, rmse: 0.001234, mae: 0.001 },
        ],
      },
    },
    predictions: null,
  });

// ── images ──

const digitSize = { rows: 12, columns: 12, channels: 1 } as const;
const digitClasses = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** A ring, wider for larger digits. */
function digitPixels(digit: number): Float32Array {
  return Float32Array.from({ length: 144 }, (_, index) => {
    const [x, y] = [(index % 12) - 5.5, Math.floor(index / 12) - 5.5];
    return Math.max(0, 1 - Math.abs(Math.hypot(x * (1 + digit / 10), y) - 4) / 1.5);
  });
}

function digitLayer(inputs: number, units: number, activation: string, isFirst: boolean): LayerSnapshot {
  const draw = random(units);
  const outputs = Float64Array.from({ length: units }, (_, unit) =>
    activation === 'softmax' ? (unit === 3 ? 0.82 : 0.02) : draw(),
  );
  const plain = layer(inputs, units, activation, 3, 20);
  if (!isFirst) return { ...plain, outputs: units <= 32 ? outputs : null };
  const count = Math.min(64, units);
  const values = Float32Array.from({ length: count * 144 }, (_, index) => {
    const [x, y, unit] = [index % 12, Math.floor(index / 12) % 12, Math.floor(index / 144)];
    return Math.sin(x / 2 + unit) * Math.cos(y / 3 - unit);
  });
  return { ...plain, outputs: units <= 32 ? outputs : null, patches: { count, size: digitSize, values } };
}

function digitsWith(hidden: number): ConfigView {
  return view({
    name: 'Digits',
    shape: shape(numbered('p', 144), [
      [hidden, 'relu', numbered('h', hidden)],
      [10, 'softmax', digitClasses],
    ]),
    facts: {
      trainingSamples: 800,
      validationSamples: 200,
      inputNames: numbered('p', 144),
      targetNames: ['label'],
      classes: digitClasses,
      planar: false,
      image: digitSize,
    },
    status: status({ state: 'paused', epoch: 20, elapsedMs: 900 }),
    history: history(20, { validation: true, accuracy: true }),
    snapshot: {
      epoch: 20,
      sample: 0,
      inputs: null,
      targets: Float64Array.from({ length: 10 }, (_, digit) => Number(digit === 3)),
      image: { ...digitSize, pixels: digitPixels(3) },
      layers: [digitLayer(144, hidden, 'relu', true), digitLayer(hidden, 10, 'softmax', false)],
    },
    gallery: {
      epoch: 20,
      part: 'validation',
      total: 31,
      samples: 200,
      size: digitSize,
      items: Array.from({ length: 24 }, (_, index) => ({
        sample: 800 + 3 * index,
        row: 5 * index,
        pixels: digitPixels(index % 10),
        label: index % 10,
        predicted: (index + 3) % 10,
        probability: 0.99 - index / 60,
      })),
    },
  });
}

/** Images of digits, with units that are drawn one by one, and with a strip of a hundred. */
export const digitImages = (): ConfigView => digitsWith(16);
export const manyPatches = (): ConfigView => digitsWith(100);

// ── a plain function ──

const side = 81;

export const surface: Surface = {
  text: 'x^2 + 10*y^2',
  xMin: -10,
  xMax: 10,
  yMin: -4,
  yMax: 4,
  columns: side,
  rows: side,
  values: Float64Array.from({ length: side * side }, (_, index) => {
    const x = -10 + (20 * (index % side)) / (side - 1);
    const y = -4 + (8 * Math.floor(index / side)) / (side - 1);
    return x * x + 10 * y * y;
  }),
};

export function descent(steps: number, rate: number): History {
  const xs = [8];
  const ys = [3];
  for (let step = 0; step < steps; step++) {
    xs.push(xs[step] * (1 - 2 * rate));
    ys.push(ys[step] * (1 - 20 * rate));
  }
  const none = Float64Array.from(xs, () => NaN);
  return {
    epoch: Float64Array.from(xs, (_, index) => index),
    loss: Float64Array.from(xs, (x, index) => x * x + 10 * ys[index] * ys[index]),
    validationLoss: none,
    accuracy: none,
    validationAccuracy: none,
    learningRate: Float64Array.from(xs, () => rate),
    x: Float64Array.from(xs),
    y: Float64Array.from(ys),
  };
}

export const plainFunction = (): ConfigView =>
  view({
    name: 'A valley',
    kind: 'function',
    surface,
    settings: { learningRate: 0.09, epochs: 60, batchSize: null, seed: 0 },
    fileSettings: { learningRate: 0.09, epochs: 60, batchSize: null, seed: 0 },
    status: status({ state: 'done', epoch: 60, epochs: 60, elapsedMs: 45 }),
    history: descent(60, 0.09),
  });

export const diverging = (): ConfigView => view({ ...plainFunction(), history: descent(20, 0.104) });

// ── changed by hand ──

const free = { noLayerBefore: null, noRemoval: null, noMoreUnits: null, noFewerUnits: null };
const fixed = 'The data decides how many outputs there are.';
const generators = (['xor', 'circles', 'spiral', 'gaussians', 'moons', 'sine'] as const).map((name, at) => ({
  name,
  refusal: name === 'sine' ? 'The weights of layer 1 are given in the file for 2 inputs.' : null,
  picture: {
    points: Float32Array.from({ length: 180 }, (_, i) =>
      i % 2 ? Math.sin(i / 9) : Math.cos((i * (at + 1)) / 30),
    ),
    classOf: Uint8Array.from({ length: 90 }, (_, i) => (name === 'sine' ? 0 : i % 2)),
  },
}));

export const hands: HandsOnView = {
  blocked: null,
  layers: [
    { ...free, units: 6, activation: 'tanh' },
    {
      units: 1,
      activation: 'sigmoid',
      noLayerBefore: null,
      noRemoval: 'The last layer gives the outputs and cannot be removed.',
      noMoreUnits: fixed,
      noFewerUnits: 'A layer needs at least one unit.',
    },
  ],
  noInputNames: 'The inputs have their names from the data, not from this file.',
  activations: ['identity', 'tanh', 'relu', 'leakyRelu', 'sigmoid', 'softmax'],
  losses: ['halfSquaredError', 'meanSquaredError', 'binaryCrossEntropy'],
  loss: 'binaryCrossEntropy',
  data: { generator: 'moons', generators, samples: 160, noise: 0.1 },
  table: null,
  derived: {
    choices: [
      { formula: 'x^2', text: 'x²', isOn: true },
      { formula: 'y^2', text: 'y²', isOn: false },
      { formula: 'x*y', text: 'x·y', isOn: false },
      { formula: 'sin(x)', text: 'sin x', isOn: false },
      { formula: 'sin(y)', text: 'sin y', isOn: false },
    ],
    refusal: null,
  },
  validationSplit: 0.25,
  learningRate: 0.01,
  batchSize: 16,
  epochs: 200,
  seed: 1,
  regularization: { l1: 0, l2: 0.001 },
};

export const inHand = (): ConfigView =>
  view({
    ...planar(),
    status: status({ state: 'paused', epoch: 60, elapsedMs: 900 }),
    handsOn: hands,
  });

export const irisInHand = (): ConfigView =>
  view({
    ...iris('paused'),
    handsOn: {
      ...hands,
      layers: [
        {
          ...free,
          units: 16,
          activation: 'relu',
          noMoreUnits: 'The biases of layer 1 are given in the file, one for each unit.',
        },
        { ...hands.layers[1], units: 3, activation: 'softmax' },
      ],
      data: null,
      derived: null,
      losses: [],
      loss: null,
    },
  });
