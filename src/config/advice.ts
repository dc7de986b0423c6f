import * as l10n from '@vscode/l10n';
import type { LayerSpec } from '../engine/model/spec.js';
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
  adviseSymmetry(report, nodes, config.layers);
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
      'The perceptron rule trains one layer; this network has {0}. Use sgd and another activation than step.',
      layers.length,
    );
    report.error('perceptron-layers', at, message, nameFix(at, 'sgd'));
  } else if (layers[0].activation !== 'step') {
    const activation = member(asItems(member(root, 'layers'))?.[0], 'activation');
    const message = l10n.t(
      'The perceptron rule is for step units; this layer is {0}. Use step, or sgd as the optimizer.',
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
          'The derivative of step is 0, so no gradient gets through: nothing up to this layer is trained. Use another activation, such as sigmoid.',
        );
  report.warning('step-gradient', at, message, nameFix(at, 'sigmoid'));
}

function adviseHiddenSoftmax(report: Report, at: NonNullable<Value>): void {
  const message = l10n.t(
    'Softmax makes the units of a layer compete for a sum of 1. That is for the last layer; between layers relu or tanh learn better.',
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
    l10n.t('There are {0} samples: a batch has all of them.', data.inputs.length),
  );
}

function adviseUnusedFunctions(report: Report, root: Value, layers: readonly LayerSpec[]): void {
  const functions = member(root, 'functions');
  if (functions?.type !== 'object') return;
  const used = new Set(layers.map((layer) => layer.activation));
  for (const { keyNode } of functions.properties) {
    if (used.has(keyNode.value)) continue;
    report.info('unused-function', keyNode, l10n.t('No layer has "{0}" as its activation.', keyNode.value));
  }
}
