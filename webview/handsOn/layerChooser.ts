import * as l10n from '@vscode/l10n';
import { html, setText } from '../dom.js';
import { formatCount } from '../format.js';
import { countField } from './controls.js';

/** The field that chooses a layer of a deep network, by its number. */
export interface LayerChooser {
  readonly element: HTMLElement;
  readonly choose: (layer: number) => void;
  /** Limits the chosen layer to the `count` that exist, and returns its index. */
  readonly within: (count: number) => number;
}

export function createLayerChooser(changed: () => void): LayerChooser {
  let chosen = 0;
  const choose = (layer: number): void => {
    chosen = layer;
    changed();
  };
  const field = countField('layer', l10n.t('Layer'), 1, (number) => choose(number - 1));
  const all = html('span', { class: 'muted' });
  const element = html('div', { class: 'layer-chooser' }, field.element, all);
  const within = (count: number): number => {
    chosen = Math.min(chosen, count - 1);
    field.update(chosen + 1, count);
    setText(all, l10n.t('of {0}', formatCount(count)));
    return chosen;
  };
  return { element, choose, within };
}
