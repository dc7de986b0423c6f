import * as l10n from '@vscode/l10n';
import { show } from './dom.js';
import { checkbox } from './toolkit.js';
import { remember, remembered } from './vscode.js';

/** A switch that shows or hides the validation samples in a drawing. */
export interface ValidationSwitch {
  readonly element: HTMLElement;
  readonly isOn: () => boolean;
  /** Shows the switch where there are validation samples. */
  readonly update: (validationSamples: number) => void;
}

export function createValidationSwitch(changed: () => void): ValidationSwitch {
  let isOn = remembered().validationShown ?? true;
  const element = checkbox(l10n.t('Validation samples'), isOn, (checked) => {
    isOn = checked;
    remember({ validationShown: checked });
    changed();
  });
  element.title = l10n.t('Show the samples that are held out from training');
  element.dataset.hand = 'validationSamples';
  return { element, isOn: () => isOn, update: (count) => show(element, count > 0) };
}
