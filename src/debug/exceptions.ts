import * as l10n from '@vscode/l10n';
import { numberText } from '../engine/trace/digits.js';
import type { Walk } from './walk.js';

export const exceptionFilters = ['notANumber', 'vanishingGradient', 'deadUnit'] as const;
export type ExceptionFilter = (typeof exceptionFilters)[number];

export const isExceptionFilter = (name: string): name is ExceptionFilter =>
  exceptionFilters.some((known) => known === name);

export function exceptionLabel(filter: ExceptionFilter): {
  readonly label: string;
  readonly description: string;
} {
  switch (filter) {
    case 'notANumber':
      return {
        label: l10n.t('Not a number'),
        description: l10n.t('Stops when a step first gives NaN or infinity.'),
      };
    case 'vanishingGradient':
      return {
        label: l10n.t('Vanishing gradient'),
        description: l10n.t(
          'Stops when less than a millionth of the output layer’s gradient reaches a layer.',
        ),
      };
    case 'deadUnit':
      return {
        label: l10n.t('Dead unit'),
        description: l10n.t('Stops at a unit that passes no gradient back for any sample of the mini-batch.'),
      };
  }
}

export interface Found {
  readonly filter: ExceptionFilter;
  readonly text: string;
}

/** The largest |δ| of a layer relative to the output layer's, below which the gradient counts as vanishing. */
const vanishing = 1e-6;

/** Returns the first exception at a step among the kinds in `filters`, or null. */
export function exceptionAt(walk: Walk, index: number, filters: ReadonlySet<ExceptionFilter>): Found | null {
  for (const filter of filters) {
    const text = finders[filter](walk, index);
    if (text !== null) return { filter, text };
  }
  return null;
}

type Finder = (walk: Walk, index: number) => string | null;

const notANumber: Finder = ({ trace }, index) => {
  const { quantities } = trace;
  const place = quantities.layout.at(index);
  const value = quantities.value(place);
  return Number.isFinite(value) ? null : l10n.t('{0} is {1}', trace.head(index).notation.text, String(value));
};

/** Finds a vanishing gradient once per layer, at the layer's first step of the backward pass. */
const vanishingGradient: Finder = ({ trace }, index) => {
  const { layout, shown } = trace.quantities;
  const { phase, layer } = layout.at(index);
  const last = trace.source.network.layers.length;
  if (phase !== 'backward' || layer === last || layout.span(index, 'layer').start !== index) return null;
  const [here, there] = [largest(shown.backward(layer).deltas), largest(shown.backward(last).deltas)];
  if (!(here < vanishing * there)) return null;
  return l10n.t(
    'The largest |δ| of layer {0} is {1}, that of the output layer is {2}',
    layer,
    numberText(here, 3),
    numberText(there, 3),
  );
};

const deadUnit: Finder = ({ trace, names }, index) => {
  const { layout, batch } = trace.quantities;
  const { quantity, layer, unit, part } = layout.at(index);
  if (quantity !== 'dout_dnet' || unit === null || part !== null) return null;
  const { slopes } = batch.backward(layer);
  const { units } = trace.source.network.layers[layer - 1];
  if (!slopes) return null;
  for (let row = 0; row < batch.rows; row++) if (slopes[row * units + unit] !== 0) return null;
  return l10n.t(
    '{0} passes no gradient back: its slope is 0 for every sample of the mini-batch',
    names.unit(layer, unit),
  );
};

const finders: Readonly<Record<ExceptionFilter, Finder>> = { notANumber, vanishingGradient, deadUnit };

const largest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
