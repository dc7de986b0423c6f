import type { Normalization } from '../engine/model/dataset.js';
import type { Precision } from '../engine/model/spec.js';
import { packModel } from './modelFile.js';
import type { NamedTensor } from './namedTensor.js';
import { packNpz } from './npz.js';
import { packHtml } from './html/packHtml.js';
import { packOnnx } from './onnx/packOnnx.js';
import type { SavedModel } from './savedModel.js';
import { stateOf } from './stateOf.js';

/** A model in the format of another program. */
export interface PackedModel {
  readonly bytes: Uint8Array;
  /** The precision of its numbers. */
  readonly precision: Precision;
}

/** The formats by name; `page` is the page that `packHtml` fills in. Each throws a ModelError where the model has something that the format does not have. */
export const modelFormats: Readonly<Record<string, (model: SavedModel, page: string) => PackedModel>> = {
  safetensors: (model) => ({ bytes: packModel(model), precision: model.network.precision }),
  numpy: (model) => ({ bytes: packNpz(arraysOf(model)), precision: model.network.precision }),
  onnx: packOnnx,
  html: (model, page) => ({ bytes: packHtml(model, page), precision: model.network.precision }),
};

/** Returns the parameters and the scales of inputs and targets. */
function arraysOf(model: SavedModel): NamedTensor[] {
  const { normalization, targetNormalization } = model;
  return [...stateOf(model), ...scales('input', normalization), ...scales('output', targetNormalization)];
}

function scales(part: 'input' | 'output', normalization: Normalization | null): NamedTensor[] {
  if (!normalization) return [];
  const { shift, scale } = normalization;
  const shape = [shift.length];
  return [
    { name: `${part}_shift`, shape, values: shift },
    { name: `${part}_scale`, shape, values: scale },
  ];
}
