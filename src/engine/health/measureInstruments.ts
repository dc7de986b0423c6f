import type { Samples, Task } from '../model/dataset.js';
import { divisor } from '../model/losses.js';
import type { Network } from '../model/network.js';
import type { TrainingSpec } from '../model/spec.js';
import { classOf } from '../model/classOf.js';
import { learningRateOf } from '../training/schedule.js';
import type { TrainingState } from '../training/state.js';
import { GradientProbe } from './gradientProbe.js';
import { GradientSamples, mostParts } from './gradientSamples.js';
import type { Instruments, LayerInstruments } from './instruments.js';
import { LayerStatistics } from './layerStatistics.js';
import { sharpness } from './sharpness.js';
import { updateRatios } from './updateRatios.js';
import { norm, scale } from './vectors.js';

/** The most outputs whose spread is measured, and the most classes whose predictions are counted. */
const most = { spreads: 100, classes: 1000 };

/** What is measured. */
export interface Subject {
  readonly state: Pick<TrainingState, 'network' | 'slots' | 'step' | 'epoch' | 'plateau'>;
  /** The measured samples, in float64. */
  readonly samples: Samples;
  /** The number of all training samples. */
  readonly rows: number;
  readonly training: TrainingSpec;
  readonly task: Task;
  /** On how many of the measured samples the sharpness is measured, and how precisely; null: it is not. */
  readonly sharpness: { readonly rows: number; readonly products: number } | null;
}

/** Measures a network without any change to the state. It draws no numbers of the run, and yields every few milliseconds. */
export function* measureInstruments(subject: Subject): Generator<undefined, Instruments> {
  const { state, samples, rows, training, sharpness: precision } = subject;
  const { l2 } = training.regularization;
  const { network } = state;
  const counts = countsOf(subject);
  const probe = new GradientProbe(network, samples, ({ rows: count, output }) => {
    for (const layer of layers) layer.add(count);
    if (counts)
      for (let row = 0; row < count; row++)
        counts[classOf(output.outputs, row * output.columns, output.columns)]++;
  });
  const layers = probe.pass.layers.map((layer) => new LayerStatistics(layer));
  const gradients = new GradientSamples(probe.gradient.length, Math.min(training.batchSize ?? rows, rows));
  const meanLoss = yield* measureParts(probe, gradients, samples.inputs.rows);
  const ofBatch = summed(probe, network, gradients.batchSize);
  scale(gradients.mean, ofBatch);
  scale(gradients.batch, ofBatch);
  const learningRate = learningRateOf(training, Math.min(state.epoch + 1, training.epochs), state.plateau);
  const ratios =
    training.optimizer.type === 'perceptron'
      ? network.layers.map(() => null)
      : updateRatios(probe, gradients.batch, { training, ...state, step: state.step + 1, learningRate });
  return {
    epoch: state.epoch,
    loss: meanLoss * summed(probe, network, rows),
    layers: layers.map((layer, index) =>
      layerInstruments(probe, gradients.mean, layer, index, ratios[index]),
    ),
    outputSpread: layers[layers.length - 1].spreads(most.spreads),
    predicted: counts,
    gradientSignal: gradients.signal(rows),
    sharpness: precision && (yield* sharpness(probe, { ...precision, factor: ofBatch, l2 })),
    learningRate,
  };
}

/** Returns the factor between the mean loss and that of a batch of `rows` samples: 1 unless their losses are summed. */
function summed({ pass }: GradientProbe, { reduction }: Network, rows: number): number {
  return reduction === 'sum' ? divisor(pass.loss, 'mean', rows, pass.output.columns) : 1;
}

function countsOf({ task, state }: Subject): number[] | null {
  const { units } = state.network.layers[state.network.layers.length - 1];
  if (task === 'regression' || units > most.classes) return null;
  return Array.from({ length: Math.max(2, units) }, () => 0);
}

/** Computes the gradients of the parts of all `rows` measured samples. Returns the mean loss. */
function* measureParts(
  probe: GradientProbe,
  gradients: GradientSamples,
  rows: number,
): Generator<undefined, number> {
  const parts = Math.min(mostParts, rows);
  let loss = 0;
  for (let part = 0; part < parts; part++) {
    const from = Math.floor((part * rows) / parts);
    const to = Math.floor(((part + 1) * rows) / parts);
    loss += ((to - from) / rows) * (yield* probe.run(from, to, true));
    gradients.add(probe.gradient, to - from);
    yield undefined;
  }
  return loss;
}

function layerInstruments(
  { parts, pass }: GradientProbe,
  gradient: Float64Array,
  statistics: LayerStatistics,
  index: number,
  updateRatio: number | null,
): LayerInstruments {
  const own = parts.filter(({ layer }) => layer === index);
  const [from, to] = [own.at(0)?.from ?? 0, own.at(-1)?.to ?? 0];
  return {
    gradientNorm: norm(gradient, from, to),
    weightNorm: norm(pass.layers[index].layer.weights),
    updateRatio,
    deadShare: statistics.deadShare,
    saturatedShare: statistics.saturatedShare,
    activationMean: statistics.mean,
    activationSpread: statistics.spread,
  };
}
