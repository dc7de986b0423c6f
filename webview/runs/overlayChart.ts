import * as l10n from '@vscode/l10n';
import { createCrosshair } from '../chart/crosshair.js';
import { createLineChart } from '../chart/lineChart.js';
import { decimate } from '../decimate.js';
import { html, setAttributes } from '../dom.js';
import { formatCount, formatPercent, formatTick, formatValue } from '../format.js';
import { indexOfNearest } from '../history.js';
import { onThemeChange, readClassColors, readTheme } from '../theme.js';
import { checkbox, dropdown } from '../toolkit.js';
import { remember, remembered } from '../vscode.js';
import { epochsOf, metricsOf, valueAt, type Curve, type Metric } from './curveData.js';
import { HoverMark } from './hoverMark.js';
import { lineSample, lineStyle } from './lineStyles.js';
import { runTitle } from './runWords.js';

/** Creates the chart in which the curves of several runs are drawn over each other, with a legend that names each run. */
export function createOverlayChart(): {
  readonly element: HTMLElement;
  update(curves: readonly Curve[]): void;
} {
  let metric: Metric = remembered().comparedMetric ?? 'loss';
  let logarithmic = remembered().logarithmic ?? false;
  let curves: readonly Curve[] = [];
  let epochs: Float64Array = new Float64Array();
  const canvas = html('canvas', { id: 'runs-chart', 'aria-hidden': 'true' });
  const frame = html('div', { class: 'chart-frame' }, canvas);
  const choice = html('div', { class: 'runs-metric' });
  const scale = checkbox(l10n.t('Logarithmic'), logarithmic, (checked) => {
    logarithmic = checked;
    remember({ logarithmic });
    draw();
  });
  const legend = html('ul', { class: 'runs-legend' });
  const header = html('div', { class: 'section-header' }, html('h2', {}, l10n.t('Curves')), choice, scale);
  const element = html('section', { class: 'chart', 'aria-label': l10n.t('Curves') }, header, frame, legend);
  const isShare = (): boolean => metric === 'accuracy' || metric === 'validationAccuracy';
  const valueText = (value: number): string =>
    Number.isNaN(value) ? '–' : isShare() ? formatPercent(value) : formatValue(value, 6);
  const tick = (value: number): string => (isShare() ? `${Math.round(value * 100)} %` : formatTick(value));
  const chart = createLineChart(canvas, { x: l10n.t('Epoch'), y: '' }, tick);
  const mark = new HoverMark();
  const title = (index: number): string => l10n.t('Epoch {0}', formatCount(epochs[index]));
  const rows = (index: number): [Curve, string][] =>
    curves.map((curve) => [curve, valueText(valueAt(curve, metric, epochs[index]))]);
  const crosshair = createCrosshair(frame, chart, mark, {
    label: l10n.t('Curves'),
    length: () => epochs.length,
    epochAt: (index) => epochs[index],
    indexNear: (epoch) => indexOfNearest(epochs, epoch),
    card: (index) => [html('strong', {}, title(index)), ...rows(index).map(cardRow)],
    text: (index) =>
      [title(index), ...rows(index).map(([{ record }, value]) => `${runTitle(record)} ${value}`)].join(', '),
  });
  chart.onLayout(() => crosshair.update());

  const draw = (): void => {
    const available = metricsOf(curves);
    if (available.length > 0 && !available.includes(metric)) metric = available[0];
    drawChoice(choice, available, metric, (chosen) => {
      metric = chosen;
      remember({ comparedMetric: chosen });
      draw();
    });
    const colors = readClassColors();
    const isLogarithmic = logarithmic && !isShare();
    const lines = curves.map((curve, index) => {
      const { color, dash } = lineStyle(index);
      const accept = (y: number): boolean => !isLogarithmic || y > 0;
      const points = decimate(curve.column('epoch'), curve.column(metric), frame.clientWidth, accept);
      return { points, color: colors[color].css, dash };
    });
    const yRange = isShare() ? { min: 0, max: 1 } : undefined;
    const xMax = Math.max(1, epochs.at(-1) ?? 1);
    chart.draw({ lines, marked: null, xMax, logarithmic: isLogarithmic, yRange }, readTheme());
    legend.replaceChildren(...curves.map((curve, index) => legendItem(curve, index)));
    setAttributes(canvas, {
      'data-lines': lines.filter(({ points }) => points.length > 0).length,
      'data-drawn': lines.reduce((sum, { points }) => sum + points.length, 0),
      'data-metric': metric,
      'data-scale': isLogarithmic ? 'logarithmic' : 'linear',
    });
    crosshair.update();
  };
  const legendItem = (curve: Curve, index: number): HTMLElement => {
    const value = valueText(curve.column(metric).at(-1) ?? NaN);
    const number = html('span', { class: 'number muted' }, value);
    return html('li', {}, lineSample(lineStyle(index)), html('span', {}, runTitle(curve.record)), number);
  };
  onThemeChange(draw);
  const update = (next: readonly Curve[]): void => {
    curves = next;
    epochs = epochsOf(next);
    draw();
  };
  return { element, update };
}

function cardRow([{ record }, value]: [Curve, string], index: number): HTMLElement {
  const name = html('span', {}, runTitle(record));
  return html('div', {}, lineSample(lineStyle(index)), name, html('span', { class: 'number' }, value));
}

function metricLabel(metric: Metric): string {
  switch (metric) {
    case 'loss':
      return l10n.t('Loss');
    case 'validationLoss':
      return l10n.t('Validation loss');
    case 'accuracy':
      return l10n.t('Accuracy');
    case 'validationAccuracy':
      return l10n.t('Validation accuracy');
    case 'learningRate':
      return l10n.t('Learning rate');
  }
}

/** Draws the list of metrics unless it is drawn already. */
function drawChoice(
  place: HTMLElement,
  available: readonly Metric[],
  selected: Metric,
  chosen: (metric: Metric) => void,
): void {
  const key = available.join();
  if (place.dataset.key === key) return;
  place.dataset.key = key;
  const options = Object.fromEntries(available.map((each) => [each, metricLabel(each)]));
  const list = dropdown(l10n.t('Metric'), options as Record<Metric, string>, selected, chosen);
  place.replaceChildren(...(available.length > 1 ? [list] : []));
}
