import * as l10n from '@vscode/l10n';
import type { Failure } from '../engine/metrics.js';
import type { Finding } from './problem.js';
import type { Spec } from './spec.js';

/** Where a run's numbers broke down, at the value of the config that is most likely to blame. */
export function failureFinding(failure: Failure, spec: Spec): Finding {
  const { epoch, batch, quantity, value } = failure;
  const subject = failure.layer
    ? l10n.t('{0} in layer {1}', quantities[quantity](), failure.layer)
    : quantities[quantity]();
  const what = l10n.t('Epoch {0}, batch {1}: {2} became {3}.', epoch, batch, subject, String(value));
  const { learningRate } = spec.training.optimizer;
  const wayOut = l10n.t(
    'A smaller learning rate (it is {0}) usually helps; so does normalizing the data.',
    learningRate,
  );
  const path = ['training', 'optimizer', 'learningRate'];
  return { severity: 'error', code: 'not-finite', message: `${what} ${wayOut}`, path };
}

const quantities: Readonly<Record<Failure['quantity'], () => string>> = {
  input: () => l10n.t('an input'),
  net: () => l10n.t('a net input'),
  output: () => l10n.t('an output'),
  loss: () => l10n.t('the loss'),
  gradient: () => l10n.t('a gradient'),
  weights: () => l10n.t('a weight'),
  bias: () => l10n.t('a bias'),
  function: () => l10n.t('the function'),
};
