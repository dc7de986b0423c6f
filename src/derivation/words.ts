import * as l10n from '@vscode/l10n';
import type { Phase, Quantity } from '../engine/trace/stepPlace.js';
import type { StepHead } from '../engine/trace/trace.js';

export function phaseTitle(phase: Phase): string {
  switch (phase) {
    case 'forward':
      return l10n.t('Forward pass');
    case 'loss':
      return l10n.t('Error');
    case 'backward':
      return l10n.t('Backward pass');
    case 'update':
      return l10n.t('Update');
  }
}

/** Describes in words what a step computes. */
export function stepWords({ quantity, name }: Pick<StepHead, 'quantity' | 'name'>): string {
  return words[quantity](name);
}

const words: Readonly<Record<Quantity, (name: string) => string>> = {
  net: (name) => l10n.t('Net input of {0}', name),
  max: () => l10n.t('Largest net input, which is subtracted so that no exponential overflows'),
  exp_sum: () => l10n.t('Sum of the exponentials'),
  out: (name) => l10n.t('Output of {0}', name),
  dropped: (name) => l10n.t('Output of {0} after dropout', name),
  error: (name) => l10n.t('Error of {0}', name),
  sample_total: () => l10n.t('Error of this sample'),
  total: () => l10n.t('Total error'),
  penalty: (name) => l10n.t('Penalty on the weights of {0}', name),
  objective: () => l10n.t('Objective: the error and the penalties'),
  path: (name) => l10n.t('One path from {0} to the error, with the old weight', name),
  dE_ddropped: (name) => l10n.t('Gradient of the output of {0} after dropout', name),
  dE_dout: (name) => l10n.t('Gradient of the output of {0}', name),
  dout_dnet: (name) => l10n.t('Derivative of the activation at {0}', name),
  delta: (name) => l10n.t('Delta of {0}', name),
  sample_dE_dw: (name) => l10n.t('Gradient of {0} for this sample', name),
  dE_dw: (name) => l10n.t('Gradient of {0}', name),
  sample_dE_db: (name) => l10n.t('Gradient of {0} for this sample', name),
  dE_db: (name) => l10n.t('Gradient of {0}', name),
  dR_dw: (name) => l10n.t('Gradient of the penalty on {0}', name),
  gradient: (name) => l10n.t('Gradient of {0} with the penalty', name),
  squares: (name) => l10n.t('Squared gradients of {0}', name),
  norm: () => l10n.t('Norm of all the gradients'),
  clip: () => l10n.t('Factor that clips the gradients'),
  correction: (name) => l10n.t('Error of {0}: the target minus the output', name),
  clipped: (name) => l10n.t('Clipped gradient of {0}', name),
  decayed: (name) => l10n.t('Gradient of {0} with weight decay', name),
  momentum: (name) => l10n.t('Momentum of {0}', name),
  mean: (name) => l10n.t('Mean of the gradients of {0}', name),
  variance: (name) => l10n.t('Mean of the squared gradients of {0}', name),
  mean_corrected: (name) => l10n.t('Mean of the gradients of {0} with bias correction', name),
  variance_corrected: (name) => l10n.t('Mean of the squared gradients of {0} with bias correction', name),
  update: (name) => l10n.t('{0} after the update', name),
};
