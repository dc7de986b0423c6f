import * as l10n from '@vscode/l10n';
import type { OptimizerName, OptimizerSpec } from '../engine/model/spec.js';
import { readNumbers } from './matrix.js';
import type { Report } from './report.js';
import { asBoolean, asNumber, member, type Value } from './tree.js';
import { readVariant } from './variant.js';

const adamKeys = ['learningRate', 'betas', 'epsilon', 'weightDecay'];

const keys: Readonly<Record<OptimizerName, readonly string[]>> = {
  sgd: ['learningRate', 'momentum', 'nesterov', 'weightDecay'],
  adagrad: ['learningRate', 'epsilon', 'weightDecay'],
  rmsprop: ['learningRate', 'alpha', 'epsilon', 'momentum', 'weightDecay'],
  adam: adamKeys,
  adamw: adamKeys,
  perceptron: ['learningRate'],
};

/** Reads the optimizer. Defaults are those of `torch.optim`; the learning rate's is 0.1 for SGD, and 1 for Rosenblatt's rule. */
export function readOptimizer(report: Report, value: Value): OptimizerSpec {
  const unknown = (word: string) => l10n.t('Unknown optimizer "{0}".', word);
  const type = readVariant(report, value, keys, 'sgd', 'unknown-optimizer', unknown);
  const number = (key: string, fallback: number) => asNumber(member(value, key)) ?? fallback;
  const weightDecay = number('weightDecay', 0);
  switch (type) {
    case 'sgd':
      return readSgd(report, value, number('learningRate', 0.1), weightDecay);
    case 'adagrad':
      return {
        type,
        learningRate: number('learningRate', 1e-2),
        epsilon: number('epsilon', 1e-10),
        weightDecay,
      };
    case 'rmsprop':
      return {
        type,
        learningRate: number('learningRate', 1e-2),
        alpha: number('alpha', 0.99),
        epsilon: number('epsilon', 1e-8),
        momentum: number('momentum', 0),
        weightDecay,
      };
    case 'adam':
    case 'adamw':
      return {
        type,
        learningRate: number('learningRate', 1e-3),
        betas: readBetas(report, member(value, 'betas')),
        epsilon: number('epsilon', 1e-8),
        weightDecay: number('weightDecay', type === 'adamw' ? 1e-2 : 0),
      };
    case 'perceptron':
      return { type, learningRate: number('learningRate', 1) };
  }
}

function readSgd(report: Report, value: Value, learningRate: number, weightDecay: number): OptimizerSpec {
  const momentum = asNumber(member(value, 'momentum')) ?? 0;
  const flag = member(value, 'nesterov');
  const nesterov = asBoolean(flag) ?? false;
  if (flag && nesterov && momentum === 0) {
    const message = l10n.t('Nesterov’s method needs momentum. Add "momentum", such as 0.9.');
    report.error('nesterov-without-momentum', flag, message);
  }
  return { type: 'sgd', learningRate, momentum, nesterov, weightDecay };
}

function readBetas(report: Report, value: Value): readonly [number, number] {
  const betas = readNumbers(report, value);
  if (!value || !betas) return [0.9, 0.999];
  if (betas.length !== 2)
    report.error('betas-length', value, l10n.t('Two numbers are needed here: [β1, β2].'));
  return [betas[0] ?? 0.9, betas[1] ?? 0.999];
}
