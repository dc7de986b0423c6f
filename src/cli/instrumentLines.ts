import * as l10n from '@vscode/l10n';
import type { Instruments, InstrumentsHistory } from '../engine/health/instruments.js';
import { alignRows, formatCount, formatPercent, formatShort } from './table.js';

/** The maximum number of measured epochs in the table, and of layers. */
const most = { epochs: 20, layers: 32 };

const orDash = (value: number | null): string => (value === null ? '–' : formatShort(value));

/** Returns lines with the instruments of some measured epochs, and those of the layers in the last one. */
export function instrumentLines(instruments: InstrumentsHistory): string[] {
  const last = instruments.at(-1);
  if (!last) return [];
  const header = [l10n.t('epoch'), l10n.t('gradient norm'), l10n.t('signal/noise'), 'λmax', 'η·λmax'];
  return [
    '',
    ...alignRows([header, ...thinned(instruments).map(epochRow)]),
    '',
    l10n.t('Layers after epoch {0}', formatCount(last.epoch)),
    ...alignRows(layerRows(last)),
  ];
}

function thinned(instruments: InstrumentsHistory): InstrumentsHistory {
  const each = Math.ceil(instruments.length / most.epochs);
  const rest = (instruments.length - 1) % each;
  return instruments.filter((_, index) => index % each === rest);
}

function epochRow({ epoch, layers, gradientSignal, sharpness, learningRate }: Instruments): string[] {
  const norm = Math.hypot(...layers.map(({ gradientNorm }) => gradientNorm));
  return [
    formatCount(epoch),
    formatShort(norm),
    orDash(gradientSignal),
    orDash(sharpness),
    orDash(sharpness === null ? null : learningRate * sharpness),
  ];
}

function layerRows({ layers }: Instruments): string[][] {
  const header = [
    l10n.t('layer'), l10n.t('gradient norm'), l10n.t('weight norm'), l10n.t('update/weights'), l10n.t('dead'),
    l10n.t('saturated'), l10n.t('mean output'), l10n.t('spread'),
  ]; // prettier-ignore
  const rows = layers
    .slice(0, most.layers)
    .map((layer, index) => [
      String(index + 1),
      formatShort(layer.gradientNorm),
      formatShort(layer.weightNorm),
      orDash(layer.updateRatio),
      formatPercent(layer.deadShare),
      formatPercent(layer.saturatedShare),
      formatShort(layer.activationMean),
      formatShort(layer.activationSpread),
    ]);
  return [header, ...rows];
}
