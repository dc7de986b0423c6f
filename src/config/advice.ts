import * as l10n from '@vscode/l10n';
import type { ASTNode } from 'vscode-json-languageservice';
import type { LayerSpec } from '../engine/model/spec.js';
import { shorten } from './characters.js';
import { adviseCollapse } from './collapse.js';
import { adviseLoss } from './outputs.js';
import { nameFix } from './fix.js';
import type { Report } from './report.js';
import type { NetworkConfig } from './spec.js';
import { adviseSymmetry } from './symmetry.js';
import { asItems, member, type Value } from './tree.js';

/** Reports warnings and hints about a config that has no errors. */
export function adviseNetwork(report: Report, root: Value, config: NetworkConfig): void {
  const nodes = asItems(member(root, 'layers')) ?? [];
  adviseLoss(report, root, config);
  config.layers.forEach((layer, index) => {
    const activation = member(nodes[index], 'activation');
    if (!activation) return;
    if (layer.activation === 'step') adviseStep(report, activation, config, index);
    if (layer.activation === 'softmax' && index < config.layers.length - 1)
      adviseHiddenSoftmax(report, activation);
  });
  if (config.weights === undefined) adviseSymmetry(report, nodes, config.layers);
  else adviseUnusedWeights(report, nodes, config.weights);
  adviseCollapse(report, nodes, config.layers);
  adviseBatchSize(report, root, config);
  adviseUnusedFunctions(report, root, config.layers);
}

/** Reports an error where Rosenblatt's rule is used with anything but one layer of step units. */
export function checkPerceptron(report: Report, root: Value, { layers, training }: NetworkConfig): void {
  if (training.optimizer.type !== 'perceptron' || layers.length === 0) return;
  const optimizer = member(member(root, 'training'), 'optimizer');
  const at = member(optimizer, 'type') ?? optimizer;
  if (!at) return;
  if (layers.length > 1) {
    const message = l10n.t(
      'The perceptron rule trains a single layer, but this network has {0}. Use sgd and an activation other than step.',
      layers.length,
    );
    report.error('perceptron-layers', at, message, nameFix(at, 'sgd'));
  } else if (layers[0].activation !== 'step') {
    const activation = member(asItems(member(root, 'layers'))?.[0], 'activation');
    const message = l10n.t(
      'The perceptron rule trains units with the activation step, but this layer uses {0}. Use step, or choose sgd as the optimizer.',
      layers[0].activation,
    );
    report.error(
      'perceptron-activation',
      at,
      message,
      activation ? nameFix(activation, 'step') : nameFix(at, 'sgd'),
    );
  }
}

const isTrained = (layer: LayerSpec): boolean => layer.weightsTrainable || layer.bias?.trainable === true;

function adviseStep(
  report: Report,
  at: NonNullable<Value>,
  { layers, training }: NetworkConfig,
  index: number,
): void {
  if (training.optimizer.type === 'perceptron' || !layers.slice(0, index + 1).some(isTrained)) return;
  const message =
    layers.length === 1
      ? l10n.t(
          'The derivative of step is 0, so gradients cannot train this layer. Use "perceptron" as the optimizer, or another activation such as sigmoid.',
        )
      : l10n.t(
          'The derivative of step is 0, so gradients train neither this layer nor the layers before it. Use another activation, such as sigmoid.',
        );
  report.warning('step-gradient', at, message, nameFix(at, 'sigmoid'));
}

function adviseHiddenSoftmax(report: Report, at: NonNullable<Value>): void {
  const message = l10n.t(
    'Softmax makes the outputs of a layer sum to 1, which suits only the last layer. Use relu or tanh in hidden layers.',
  );
  report.info('hidden-softmax', at, message, nameFix(at, 'tanh'));
}

function adviseBatchSize(report: Report, root: Value, { data, training }: NetworkConfig): void {
  const at = member(member(root, 'training'), 'batchSize');
  if (
    !at ||
    data.kind !== 'inline' ||
    training.batchSize === null ||
    training.batchSize <= data.inputs.length
  )
    return;
  report.info(
    'batch-size',
    at,
    l10n.t(
      'The batch size is larger than the number of samples, {0}. Each batch contains all of them.',
      data.inputs.length,
    ),
  );
}

function adviseUnusedFunctions(report: Report, root: Value, layers: readonly LayerSpec[]): void {
  const functions = member(root, 'functions');
  if (functions?.type !== 'object') return;
  const used = new Set(layers.map((layer) => layer.activation));
  for (const { keyNode } of functions.properties) {
    if (used.has(keyNode.value)) continue;
    report.info(
      'unused-function',
      keyNode,
      l10n.t('The function "{0}" is not the activation of any layer. Use it or remove it.', keyNode.value),
    );
  }
}

/** Warns about initial weights in a layer, since those of the saved model take their place. */
function adviseUnusedWeights(report: Report, nodes: readonly ASTNode[], file: string): void {
  for (const node of nodes) {
    const weights = member(node, 'weights');
    const at = weights?.type === 'object' ? member(weights, 'value') : weights;
    if (!at) continue;
    const message = l10n.t(
      'These weights are not used, because the parameters come from "{0}". Remove them here, or remove "weights" at the top level.',
      shorten(file),
    );
    report.warning('unused-weights', at, message);
  }
}
