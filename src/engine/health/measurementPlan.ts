import { activationOf } from '../pass/pass.js';
import type { Network } from '../model/network.js';
import type { TrainingSpec } from '../model/spec.js';
import { trainedTensors } from '../training/state.js';
import { mostParts } from './gradientSamples.js';

/** A measurement that is planned. */
export interface Planned {
  readonly epoch: number;
  /** Whether the sharpness is measured as well, which takes many times as long. */
  readonly isSharp: boolean;
}

/** When a run is measured, and how thoroughly. */
export interface MeasurementPlan {
  /** The number of measured samples, and of those on which the sharpness is measured. */
  readonly rows: number;
  readonly sharpnessRows: number;
  /** The number of products of the Hessian and a vector for the sharpness. */
  readonly sharpnessProducts: number;
  /** The measurements at ends of epochs, by increasing epoch, from the start up to the planned end of the run. */
  readonly planned: readonly Planned[];
  /** The number of epochs whose share of work is enough to find out what alarms need to know of the data. */
  readonly profiledAfter: number;
}

const most = { rows: 256, parameters: 1_000_000, values: 2 ** 22 };
/** The fewest samples in a network of any size, in a network that is not large, and for its sharpness. */
const fewest = { ever: 16, rows: 48, sharpnessRows: 32 };
/** The share of a run's work that its measurements may take: 2 %, less what memory and code that seldom runs cost. */
const share = 0.015;
/**
 * How many times faster the fastest backend trains than the plain loops measure: kernels with two threads, and in float32
 * with V8's revectorizer, which trains networks with this many multiply-adds a step. See docs/kernels.md.
 */
const fastest = { float64: 9, float32: 18, revectorized: 40, revectorizedFrom: 2 ** 20 };
/** The work of one update besides that of its rows: for each parameter, and for each batch. */
const update = { parameter: 1, batch: 300 };
/** The work that a run of any length may spend on measurements: a few milliseconds. */
const allowance = 2 ** 24;
/** The fraction of a run whose share may be spent in advance; of a short run, the share of the first epoch. */
const advance = 0.1;
/** The work of starting a pass over some of the measured samples, which counts in small networks. */
const perPass = 60_000;
/** The work of the rules of alarms, which follow each measurement. */
const judging = 300_000;
/** The number of passes over the measured samples that a run should have room for. */
const passes = 120;
/** How thorough a plan is: the ratio of the epochs of two measurements, and which of them measure the sharpness. */
interface Density {
  readonly growth: number;
  readonly products: number;
  isSharp(index: number, isLast: boolean): boolean;
}

const regularly = [1.2, 1.5, 2, 3].flatMap((growth) =>
  [2, 3, 4].map((each) => ({ growth, isSharp: (i: number, isLast: boolean) => isLast || i % each === 0 })),
);
const atBothEnds = [2, 3].map((growth) => ({
  growth,
  isSharp: (i: number, isLast: boolean) => isLast || i === 0,
}));
const atStart = [2, 3, 5].map((growth) => ({ growth, isSharp: (i: number) => i === 0 }));
const never = [2, 3, 5, 10].map((growth) => ({ growth, isSharp: () => false }));

/** The densities, the best one first. */
const densities: readonly Density[] = [
  ...regularly.map((density) => ({ ...density, products: 8 })),
  ...[...regularly, ...atBothEnds, ...atStart, ...never].map((density) => ({ ...density, products: 5 })),
];

/**
 * Plans the measurements of a run from the sizes of its network, its data and its epochs alone, so that it is measured at
 * the same epochs wherever and however it is trained. Work is counted in multiply-adds of the plain loops.
 */
export function planMeasurements(network: Network, rows: number, training: TrainingSpec): MeasurementPlan {
  const { epochs } = training;
  const parameters = trainedTensors(network).reduce((sum, { values }) => sum + values.length, 0);
  const perRow = rowWork(network);
  const perEpoch = share * epochWork(network, rows, parameters, training);
  const columns = network.layers.reduce((sum, { units }) => sum + units, network.inputs);
  const largest = Math.min(rows, most.rows, Math.max(1, Math.floor(most.values / columns)));
  const affordable = Math.floor((allowance + epochs * perEpoch) / (passes * perRow));
  const quick = Math.max(fewest.ever, Math.floor(allowance / (3 * perRow)));
  const measured = Math.min(largest, Math.max(Math.min(fewest.rows, quick), affordable));
  const sharpnessRows = Math.min(measured, Math.max(fewest.sharpnessRows, affordable));
  const cost: Cost = {
    basic: measured * perRow + parameters * (4 * mostParts + 30) + mostParts * perPass + judging,
    product: 2 * (sharpnessRows * perRow + perPass) + 40 * parameters,
  };
  const spendable = (epoch: number) => allowance + Math.max(epoch, 1, advance * epochs) * perEpoch;
  const density = densities.find((each) => isPaid(geometric(epochs, each), each, cost, spendable));
  return {
    rows: measured,
    sharpnessRows,
    sharpnessProducts: density?.products ?? 0,
    planned:
      parameters > most.parameters
        ? []
        : density
          ? geometric(epochs, density)
          : sparse(epochs, cost, spendable),
    profiledAfter: profileWork(rows, network.inputs) / perEpoch,
  };
}

interface Cost {
  /** The work of a measurement without the sharpness. */
  readonly basic: number;
  /** The work of each product for the sharpness. */
  readonly product: number;
}

/** Returns epochs in a nearly geometric sequence, from the start to the end. */
function geometric(epochs: number, { growth, isSharp }: Pick<Density, 'growth' | 'isSharp'>): Planned[] {
  const planned: Planned[] = [];
  for (let epoch = 0; epoch < epochs; epoch = Math.max(epoch + 1, Math.ceil(epoch * growth)))
    planned.push({ epoch, isSharp: isSharp(planned.length, false) });
  return [...planned, { epoch: epochs, isSharp: isSharp(planned.length, true) }];
}

function isPaid(
  planned: readonly Planned[],
  { products }: Density,
  cost: Cost,
  spendable: (epoch: number) => number,
): boolean {
  let spent = 0;
  return planned.every(({ epoch, isSharp }) => {
    spent += cost.basic + (isSharp ? products * cost.product : 0);
    return spent <= spendable(epoch);
  });
}

/** Returns the epochs of a sequence, of which each can be paid for after those before it. */
function sparse(epochs: number, { basic }: Cost, spendable: (epoch: number) => number): Planned[] {
  let spent = 0;
  return geometric(epochs, { growth: 2, isSharp: () => false }).filter(({ epoch }) => {
    const isAffordable = spent + basic <= spendable(epoch);
    if (isAffordable) spent += basic;
    return isAffordable;
  });
}

/** Returns the work of one row through a forward and a backward pass. */
function rowWork(network: Network): number {
  return network.layers.reduce((sum, { inputs, units, activation }) => {
    const { work } = activationOf(network, activation);
    return sum + 3 * inputs * units + (2 * work + 20) * units;
  }, 100);
}

/** Returns a lower bound of the work of one epoch on the fastest backend. */
function epochWork(network: Network, rows: number, parameters: number, training: TrainingSpec): number {
  const { precision, batchSize } = training;
  const products = network.layers.reduce((sum, { inputs, units }) => sum + 3 * inputs * units, 0);
  const batch = Math.min(batchSize ?? rows, rows);
  const isRevectorized = precision === 'float32' && batch * products >= fastest.revectorizedFrom;
  const ratio = isRevectorized ? fastest.revectorized : fastest[precision];
  return (rows * products) / ratio + Math.ceil(rows / batch) * (update.batch + update.parameter * parameters);
}

/** Returns the work of `profileSteps`: above all of comparing columns with targets and samples with each other. */
function profileWork(rows: number, columns: number): number {
  const compared = Math.min(rows, 600, 60_000 / columns);
  return (
    6 * rows * columns +
    60 * Math.min(rows, 2000) * Math.min(columns, 2000) +
    2 * compared ** 2 * (columns + 20)
  );
}
