import * as l10n from '@vscode/l10n';
import { html } from '../dom.js';
import { formatValue } from '../format.js';
import type { Field, View } from './field.js';

type Scale = Extract<Field, { kind: 'scale' }>;

/** Returns the legend of one unit's outputs, which is a single line. */
export function unitItems({ facts, field }: View): HTMLElement[] {
  if (field.kind === 'scale') return [scaleKey(field), lineKey(field)];
  if (field.kind !== 'share') return [];
  const line = html('span', {}, l10n.t('The line is at {0}.', formatValue(0.5, 3)));
  return [classKey(facts.classes?.[field.color] ?? '', field.color), line];
}

/** Returns the legend of the network's outputs and of the marks. */
export function networkItems({ facts, targets: field, discrete, validation }: View): HTMLElement[] {
  const { classes, validationSamples } = facts;
  const colors = classes
    ? classes.map(classKey)
    : field.kind === 'scale'
      ? [scaleKey(field), lineKey(field)]
      : [];
  return [
    ...colors,
    key('swatch-sample', l10n.t('training sample')),
    ...(validationSamples > 0 ? [ringKey(validation)] : []),
    ...(classes && !discrete ? [html('span', {}, l10n.t('A stronger tint is more certain.'))] : []),
  ];
}

/** Returns the entry of the validation samples. While they are not drawn, it keeps its place. */
function ringKey(isDrawn: boolean): HTMLElement {
  const element = key('swatch-ring', l10n.t('validation sample'));
  element.style.visibility = isDrawn ? '' : 'hidden';
  return element;
}

function key(swatch: string, text: string): HTMLElement {
  return html(
    'span',
    { class: 'key' },
    html('span', { class: `swatch ${swatch}`, 'aria-hidden': 'true' }),
    text,
  );
}

function classKey(name: string, index: number): HTMLElement {
  const element = key('swatch-square', name);
  element.style.setProperty('--class', `var(--class-${index + 1})`);
  return element;
}

function scaleKey({ low, high }: Scale): HTMLElement {
  const scale = html('span', { class: 'heat-scale', 'aria-hidden': 'true' });
  return html('span', { class: 'key number' }, formatValue(low, 3), scale, formatValue(high, 3));
}

function lineKey({ low, high }: Scale): HTMLElement {
  return html('span', { class: 'number' }, l10n.t('The line is at {0}.', formatValue((low + high) / 2, 3)));
}
