import { line, writeConfig, type Property } from '../../config/propose/configWriter.js';
import type { NetworkConfig } from '../../config/spec.js';
import type { Layer } from '../../engine/model/network.js';
import type { LayerSpec } from '../../engine/model/spec.js';
import type { Trace } from '../../engine/trace/trace.js';

/** The significant digits of numbers that a worksheet gives. */
const digits = 6;

/** Returns a number with at most `digits` significant digits. */
const short = (value: number): number => Number(value.toPrecision(digits));

/**
 * Returns the text of a config whose only pass is that of a trace of one sample: with its parameters, its sample and its
 * learning rate written out, each with at most six significant digits, and without dropout and schedules.
 *
 * @param value the JSON value of the original config, which has its formulas as text
 */
export function exerciseConfig(trace: Trace, spec: NetworkConfig, value: unknown): string {
  const { network, batch, names, learningRate } = trace.source;
  const { loss, functions, training: settings } = fieldsOf(value);
  const { optimizer, regularization, clipGradientNorm, reduction } = spec.training;
  const last = network.layers.length;
  const data = {
    inputs: [Array.from(batch.inputs.values, short)],
    targets: [Array.from(batch.targets.values, short)],
    inputNames: Array.from({ length: network.inputs }, (_, i) => names.input(i)),
    targetNames: Array.from({ length: batch.targets.columns }, (_, i) => names.unit(last, i)),
  };
  const training = {
    optimizer: {
      type: optimizer.type,
      ...fieldsOf(fieldsOf(settings).optimizer),
      learningRate: short(learningRate),
    },
    ...(regularization.l1 === 0 && regularization.l2 === 0 ? {} : { regularization }),
    ...(clipGradientNorm === null ? {} : { clipGradientNorm }),
    ...(reduction === 'mean' ? {} : { reduction }),
  };
  const layers = network.layers.map((layer, i) => ({ value: layerValue(layer, spec.layers[i]), above: [] }));
  const properties: Property[] = [
    { key: 'name', value: line(spec.name) },
    { key: 'layers', value: { kind: 'list', items: layers } },
    { key: 'loss', value: line(loss) },
    ...(functions === undefined ? [] : [{ key: 'functions', value: line(functions) }]),
    { key: 'data', value: line(data) },
    { key: 'training', value: line(training) },
  ];
  return writeConfig([], properties);
}

/** Returns the fields of a JSON object; none where a value is not one. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

function layerValue(layer: Layer, spec: LayerSpec): object {
  const { inputs, units, activation, weights, weightsTrainable } = layer;
  const rows = Array.from({ length: units }, (_, unit) =>
    Array.from(weights.subarray(unit * inputs, (unit + 1) * inputs), short),
  );
  const extra = {
    ...(weightsTrainable ? {} : { trainable: false }),
    ...(spec.weightNames ? { names: spec.weightNames } : {}),
  };
  return {
    ...(spec.names ? { names: spec.names } : {}),
    activation,
    weights: Object.keys(extra).length > 0 ? { value: rows, ...extra } : rows,
    bias: biasValue(layer, spec),
  };
}

function biasValue({ bias, biasShared, biasTrainable }: Layer, spec: LayerSpec): unknown {
  if (!bias) return false;
  const values = Array.from(bias, short);
  const extra = {
    ...(biasShared ? { shared: true } : {}),
    ...(biasTrainable ? {} : { trainable: false }),
    ...(spec.bias?.names ? { names: spec.bias.names } : {}),
  };
  return Object.keys(extra).length > 0 ? { value: biasShared ? values[0] : values, ...extra } : values;
}
