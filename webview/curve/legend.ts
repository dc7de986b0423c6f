import * as l10n from '@vscode/l10n';
import { html } from '../dom.js';
import type { CurveView } from './view.js';

/** Creates the legend of the curves and marks. */
export function curveItems({ facts, plane, behind, validation }: CurveView): HTMLElement[] {
  const outputs = plane.training.targets.length / plane.training.count;
  const names = outputs > 1 ? (facts.classes ?? facts.targetNames) : [l10n.t('the network’s output')];
  const curves = names.map((name, index) =>
    key('swatch-line', name, `var(--class-${outputs > 1 ? index + 1 : 2})`),
  );
  const color = outputs === 1 ? 'foreground' : 'muted';
  return [
    ...curves,
    key(`swatch-sample ${color}`, l10n.t('training sample')),
    ...(facts.validationSamples > 0 && validation ? [key('swatch-ring', l10n.t('validation sample'))] : []),
    ...(behind
      ? [key('swatch-line faint', l10n.t('units of the last hidden layer, on a scale of their own'))]
      : []),
  ];
}

function key(swatch: string, text: string, color = ''): HTMLElement {
  const mark = html('span', { class: `swatch ${swatch}`, 'aria-hidden': 'true' });
  mark.style.color = color;
  return html('span', { class: 'key' }, mark, text);
}
