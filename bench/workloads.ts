import type { LossName, Precision } from '../src/engine/model/spec.js';

/** A workload. `step` and `train` use a network and one batch. */
export type Workload = StepWorkload | TrainWorkload | GradientCheckWorkload | CsvWorkload;
export type Kind = Workload['kind'];

export interface NetworkShape {
  /** The number of units from the inputs to the outputs. */
  readonly sizes: readonly number[];
  readonly rows: number;
  readonly hidden: 'relu' | 'sigmoid';
  readonly output: 'softmax' | 'sigmoid';
  readonly loss: LossName;
  readonly precision: Precision;
}

/** One step of training: forward, loss, backward, plain SGD. */
export interface StepWorkload {
  readonly kind: 'step';
  readonly name: string;
  readonly shape: NetworkShape;
  /** The series that shows how the cost grows; only this engine is timed in it. */
  readonly series?: 'samples' | 'parameters';
}

/** The whole training of one of the examples. */
export interface TrainWorkload {
  readonly kind: 'train';
  readonly name: string;
  readonly example: string;
  readonly steps: number;
  /** The loss at the end. */
  readonly loss: number;
}

export interface GradientCheckWorkload {
  readonly kind: 'gradient-check';
  readonly name: string;
  readonly shape: NetworkShape;
}

export interface CsvWorkload {
  readonly kind: 'csv';
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
}

function classifier(sizes: readonly number[], rows: number, precision: Precision = 'float32'): NetworkShape {
  return { sizes, rows, hidden: 'relu', output: 'softmax', loss: 'crossEntropy', precision };
}

const step = (shape: NetworkShape): StepWorkload => ({ kind: 'step', name: shape.sizes.join('-'), shape });

const gradientCheck = (shape: NetworkShape): GradientCheckWorkload => ({
  kind: 'gradient-check',
  name: `check-${shape.sizes.join('-')}`,
  shape,
});

/** XOR, which every library can train in the same way. */
const xor: NetworkShape = {
  sizes: [2, 8, 1],
  rows: 4,
  hidden: 'sigmoid',
  output: 'sigmoid',
  loss: 'halfSquaredError',
  precision: 'float64',
};

const samplesSeries = [1024, 4096, 16_384, 65_536].map((rows): StepWorkload => ({
  kind: 'step',
  name: `samples-${rows}`,
  shape: classifier([64, 128, 10], rows),
  series: 'samples',
}));

const parametersSeries = [64, 128, 256, 512, 1024].map((width): StepWorkload => ({
  kind: 'step',
  name: `width-${width}`,
  shape: classifier([64, width, width, 10], 128),
  series: 'parameters',
}));

export const workloads: readonly Workload[] = [
  step(xor),
  step(classifier([4, 16, 3], 16)),
  step(classifier([64, 128, 10], 32)),
  step(classifier([784, 128, 10], 64)),
  step(classifier([784, 512, 256, 10], 128)),
  step(classifier([784, 1024, 1024, 10], 256)),
  {
    kind: 'train',
    name: 'worked-example',
    example: 'worked-example-2-2-2.backprop.json',
    steps: 10_000,
    loss: 3.510188e-5,
  },
  gradientCheck(classifier([4, 16, 3], 16, 'float64')),
  gradientCheck(classifier([64, 32, 10], 16, 'float64')),
  { kind: 'csv', name: 'csv', rows: 200_000, columns: 20 },
  ...samplesSeries,
  ...parametersSeries,
];

export function parametersOf({ sizes }: NetworkShape): number {
  return sizes.slice(1).reduce((sum, units, i) => sum + units * (sizes[i] + 1), 0);
}
