import * as l10n from '@vscode/l10n';
import type { Instruments, LayerInstruments } from '../../src/protocol.js';
import { formatPercent, formatValue } from '../format.js';

/** A quantity that the instruments measure. */
export interface Quantity {
  readonly label: string;
  /** What it is and what to look for. */
  readonly title: string;
  /** Returns the value of a measurement; null where it was not measured. */
  value(measured: Instruments): number | null;
  /** Returns the standard deviation around the value, for a band; absent where there is none. */
  spread?(measured: Instruments): number;
  text(measured: Instruments): string;
  readonly scale: 'linear' | 'logarithmic' | 'share';
  /** A value that is marked by a line. */
  readonly limit?: number;
}

/** Formats the value of a quantity to three digits. */
const short = (value: number | null): string => (value === null ? '–' : formatValue(value, 3));

export function ofNetwork(): Quantity[] {
  const curvature = ({ learningRate, sharpness }: Instruments): number | null =>
    sharpness === null ? null : learningRate * sharpness;
  return [
    {
      label: l10n.t('η·λmax (limit 2)'),
      title: l10n.t(
        'The learning rate times the sharpness, the largest curvature of the loss. Above 2, gradient descent overshoots.',
      ),
      value: curvature,
      text: (measured) => short(curvature(measured)),
      scale: 'logarithmic',
      limit: 2,
    },
    {
      label: l10n.t('Gradient signal'),
      title: l10n.t('The mean gradient of a mini-batch over its noise. Below 1, the steps are mostly noise.'),
      value: ({ gradientSignal }) => gradientSignal,
      text: ({ gradientSignal }) => short(gradientSignal),
      scale: 'logarithmic',
    },
  ];
}

/** @param index the index of the layer, from 0 */
export function ofLayer(index: number): Quantity[] {
  const at = ({ layers }: Instruments): LayerInstruments => layers[index];
  const simple = (
    label: string,
    title: string,
    scale: Quantity['scale'],
    of: (layer: LayerInstruments) => number | null,
  ): Quantity => ({
    label,
    title,
    scale,
    value: (measured) => of(at(measured)),
    text: (measured) => (scale === 'share' ? formatPercent(of(at(measured)) ?? NaN) : short(of(at(measured)))),
  }); // prettier-ignore
  return [
    simple(l10n.t('Gradient norm'), l10n.t('How large the gradient of the layer’s weights and biases is.'), 'logarithmic', (layer) => layer.gradientNorm),
    simple(l10n.t('Weight norm'), l10n.t('How large the layer’s weights are.'), 'logarithmic', (layer) => layer.weightNorm),
    simple(l10n.t('Update / weights'), l10n.t('The size of one update over the size of the weights. About 0.001 is usual.'), 'logarithmic', (layer) => layer.updateRatio),
    simple(l10n.t('Dead units'), l10n.t('The share of units that output 0 for every sample and no longer learn.'), 'share', (layer) => layer.deadShare),
    simple(l10n.t('Saturated units'), l10n.t('The share of units at an end of their range, where their gradient is almost 0.'), 'share', (layer) => layer.saturatedShare),
    {
      label: l10n.t('Activations'),
      title: l10n.t('The mean of the layer’s outputs, with their standard deviation as a band.'),
      value: (measured) => at(measured).activationMean,
      spread: (measured) => at(measured).activationSpread,
      text: (measured) => `${short(at(measured).activationMean)} ± ${short(at(measured).activationSpread)}`,
      scale: 'linear',
    },
  ]; // prettier-ignore
}
