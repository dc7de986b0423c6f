import * as l10n from '@vscode/l10n';
import type { Failure } from '../engine/metrics.js';
import type { Finding } from './problem.js';
import type { Spec } from './spec.js';

/** Where a run's numbers broke down, at the value of the config that is most likely to blame. */
export function failureFinding(failure: Failure, spec: Spec): Finding {
  const formula = formulaOf(failure, spec);
  const wrong = formula !== null && Number.isNaN(failure.value);
  const path = wrong ? formula : ['training', 'optimizer', 'learningRate'];
  const wayOut = wrong
    ? l10n.t('The formula is not defined there, as with the logarithm of a negative number.')
    : l10n.t('A smaller learning rate than {0} usually helps.', spec.training.optimizer.learningRate);
  return { severity: 'error', code: 'not-finite', message: `${breakdown(failure, spec)} ${wayOut}`, path };
}

function breakdown({ epoch, batch, layer, quantity, value }: Failure, spec: Spec): string {
  if (spec.kind === 'function')
    return l10n.t('Step {0}: {1} became {2}.', epoch, quantities[quantity](), String(value));
  const subject = layer ? l10n.t('{0} in layer {1}', quantities[quantity](), layer) : quantities[quantity]();
  return l10n.t('Epoch {0}, batch {1}: {2} became {3}.', epoch, batch, subject, String(value));
}

/** The user's formula that gave the value, if one did. */
function formulaOf({ quantity, layer }: Failure, spec: Spec): Finding['path'] | null {
  if (spec.kind === 'function') return ['function'];
  if (quantity === 'loss' && typeof spec.loss === 'object') return ['loss'];
  if (quantity !== 'output' || !layer) return null;
  const { activation } = spec.layers[layer - 1];
  return Object.hasOwn(spec.functions, activation) ? ['functions', activation] : null;
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
