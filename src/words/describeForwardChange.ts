import * as l10n from '@vscode/l10n';
import type { ForwardChange } from '../engine/check/mistakes/mistake.js';

/** Returns a sentence about the forward pass or the data that gradients were computed with. */
export function describeForwardChange(change: ForwardChange): string {
  const { layer } = change;
  switch (change.kind) {
    case 'bias-left-out':
      return layer === null
        ? l10n.t('The forward pass was computed without the biases.')
        : l10n.t('The forward pass was computed without the bias of layer {0}.', layer);
    case 'bias-subtracted':
      return layer === null
        ? l10n.t('In the forward pass the biases were subtracted instead of added.')
        : l10n.t('In the forward pass the bias of layer {0} was subtracted instead of added.', layer);
    case 'bias-twice':
      return layer === null
        ? l10n.t('In the forward pass the biases were added twice.')
        : l10n.t('In the forward pass the bias of layer {0} was added twice.', layer);
    case 'activation-left-out':
      return layer === null
        ? l10n.t('The forward pass was computed without the activations.')
        : l10n.t('The forward pass was computed without the activation of layer {0}.', layer);
    case 'hidden-activations-left-out':
      return l10n.t('The forward pass was computed without the activations of the hidden layers.');
    case 'other-activation':
      return l10n.t('The forward pass was computed with {1} in layer {0}.', change.layer, change.used);
    case 'inputs-standardized':
      return l10n.t('These are the gradients for standardized inputs, but the inputs are used as they are.');
    case 'inputs-centered':
      return l10n.t(
        'These are the gradients for inputs without their means, but the inputs are used as they are.',
      );
    case 'inputs-scaled':
      return l10n.t('These are the gradients for scaled inputs, but the inputs are used as they are.');
    case 'inputs-float16':
      return l10n.t('These are the gradients for inputs that were rounded to float16.');
    case 'inputs-rounded':
      return l10n.t('These are the gradients for inputs that were rounded to whole numbers.');
    case 'samples-in-another-order':
      return l10n.t('The samples are in another order than their targets.');
  }
}
