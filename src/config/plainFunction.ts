import * as l10n from '@vscode/l10n';
import { readExpression } from './functions.js';
import { checkKeys } from './keys.js';
import { readNumbers } from './matrix.js';
import type { TrainingSpec } from '../engine/model/spec.js';
import type { Report } from './report.js';
import type { FunctionConfig } from './spec.js';
import { readTraining } from './training.js';
import { member, property, type Value } from './tree.js';

const keys = ['$schema', 'name', 'function', 'start', 'training'];
const networkKeys = ['layers', 'loss', 'functions', 'data', 'gradientCheck'];

/** Reads a config for gradient descent on a function of `x` and `y`. Returns undefined where its formula is wrong. */
export function readPlainFunction(
  report: Report,
  root: Value,
  name: string,
  text: string,
): FunctionConfig | undefined {
  checkKeys(report, root, keys, networkKeys);
  refuseNetwork(report, root);
  const formula = readExpression(report, member(root, 'function'), ['x', 'y'], text);
  const start = readStart(report, member(root, 'start'));
  const training = readTraining(report, member(root, 'training'));
  checkTraining(report, member(root, 'training'), training);
  return formula && { kind: 'function', name, function: formula, start, training };
}

/** Reports training settings that apply to samples or weights and have no effect on a plain function. */
function checkTraining(report: Report, value: Value, training: TrainingSpec): void {
  for (const key of ['batchSize', 'shuffle', 'regularization', 'earlyStopping']) {
    const unused = property(value, key)?.keyNode;
    if (unused)
      report.info(
        'no-effect',
        unused,
        l10n.t('A plain function has no samples and no weights, so "{0}" has no effect. Remove it.', key),
      );
  }
  if (training.optimizer.type !== 'perceptron') return;
  const at = member(value, 'optimizer');
  if (at)
    report.error(
      'perceptron-function',
      at,
      l10n.t('The perceptron rule trains units with the activation step, not a function. Use sgd.'),
    );
}

function refuseNetwork(report: Report, root: Value): void {
  for (const key of networkKeys) {
    const at = property(root, key)?.keyNode;
    const message = l10n.t(
      '"function" replaces the network, so it cannot be combined with "{0}". Remove one of them.',
      key,
    );
    if (at) report.error('function-and-network', at, message);
  }
}

function readStart(report: Report, value: Value): readonly [number, number] {
  const start = readNumbers(report, value) ?? [];
  if (value?.type === 'array' && start.length !== 2) {
    report.error('start-length', value, l10n.t('The starting point needs two numbers: [x, y].'));
  }
  return [start[0] ?? 0, start[1] ?? 0];
}
