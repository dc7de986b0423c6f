import { activationOf } from '../pass/pass.js';
import type { Network } from '../model/network.js';
import type { TrainingSpec } from '../model/spec.js';
import { trainedTensors } from '../training/state.js';
import { mostParts } from './gradientSamples.js';
import { iterations } from './sharpness.js';

/** A measurement that is planned. */
export interface Planned {
  readonly epoch: number;
  readonly withSharpness: boolean;
}

/** When a run is measured, and on how many samples. */
export interface MeasurementPlan {
  readonly rows: number;
  readonly sharpnessRows: number;
  /** The measurements at ends of epochs, by increasing epoch from 0; the end of the run is measured besides. */
  readonly planned: readonly Planned[];
  readonly atEnd: { readonly isMeasured: boolean; readonly withSharpness: boolean };
  /** The number of epochs whose share of work is enough to find out what alarms need to know of the data. */
  readonly profiledAfter: number;
}

const most = { rows: 256, parameters: 1_000_000, values: 2 ** 22 };
const fewest = { rows: 64, sharpnessRows: 32 };
/** The share of a run's work that its measurements may take. */
const share = 0.02;
/**
 * How many times faster the fastest backend trains than the plain loops measure: kernels with two threads, and in float32
 * with V8's revectorizer, which trains networks with this many multiply-adds a step. See docs/kernels.md.
 */
const fastest = { float64: 9, float32: 18, revectorized: 40, revectorizedFrom: 2 ** 20 };
/** The work of one update besides that of its rows: for each parameter, and for each batch. */
const update = { parameter: 1, batch: 300 };
/** The work that a run of any length may spend on measurements: a few milliseconds. */
const allowance = 2 ** 24;
/** The fraction of a run after which its share may be spent in advance. */
const advance = 0.1;
/** The work of the rules of alarms, which follow each measurement. */
const judging = 300_000;
/** The number of passes over the measured samples that a run should have room for. */
const passes = 120;
/** The ratio of the epochs of two measurements, and of two with sharpness. */
const growth = { each: 1.2, sharpness: 1.5 };

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
  const affordable = (allowance + epochs * perEpoch) / (passes * perRow);
  const measured = Math.min(largest, Math.max(fewest.rows, Math.floor(affordable)));
  const sharpnessRows = Math.min(measured, Math.max(fewest.sharpnessRows, Math.floor(affordable)));
  const cost = {
    basic: measured * perRow + parameters * (4 * mostParts + 30) + judging,
    sharpness: iterations * (2 * sharpnessRows * perRow + parameters * (4 * iterations + 10)),
  };
  const isMeasured = parameters <= most.parameters;
  const spendable = (epoch: number) => allowance + Math.max(epoch, advance * epochs) * perEpoch;
  const { planned, atEnd } = isMeasured
    ? schedule(epochs, cost, spendable)
    : { planned: [], atEnd: { isMeasured: false, withSharpness: false } };
  const profiledAfter = profileWork(rows, network.inputs) / perEpoch;
  return { rows: measured, sharpnessRows, planned, atEnd, profiledAfter };
}

interface Cost {
  readonly basic: number;
  readonly sharpness: number;
}

/** Takes the epochs of a nearly geometric sequence as far as they can be paid, after setting aside the cost of the end. */
function schedule(
  epochs: number,
  cost: Cost,
  spendable: (epoch: number) => number,
): Pick<MeasurementPlan, 'planned' | 'atEnd'> {
  const total = spendable(epochs);
  const isMeasured = cost.basic <= total;
  const both = 2 * (cost.basic + cost.sharpness);
  const withSharpness = isMeasured && both <= total;
  let spent = (isMeasured ? cost.basic : 0) + (withSharpness ? cost.sharpness : 0);
  let nextSharpness = 0;
  const planned: Planned[] = [];
  for (let epoch = 0; epoch < epochs; epoch = Math.max(epoch + 1, Math.ceil(epoch * growth.each))) {
    const left = spendable(epoch) - spent;
    if (cost.basic > left) continue;
    const isSharp = epoch >= nextSharpness && cost.basic + cost.sharpness <= left;
    if (isSharp) nextSharpness = Math.max(epoch + 1, epoch * growth.sharpness);
    spent += cost.basic + (isSharp ? cost.sharpness : 0);
    planned.push({ epoch, withSharpness: isSharp });
  }
  return { planned, atEnd: { isMeasured, withSharpness } };
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
