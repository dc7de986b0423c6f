import * as l10n from '@vscode/l10n';
import { html, show } from '../dom.js';
import { createAlarmMarks } from '../health/alarmMarks.js';
import { createInstrumentsSection } from '../health/instrumentsSection.js';
import { measuredBy } from '../figures.js';
import { formatPercent, formatValue } from '../format.js';
import { indexOfLowest, type HistoryStore } from '../history.js';
import type { Shown, Store } from '../store.js';
import { onThemeChange, readTheme } from '../theme.js';
import { checkbox } from '../toolkit.js';
import { remember, remembered } from '../vscode.js';
import type { EpochCursor } from '../timeline/epochCursor.js';
import { createTimeline } from '../timeline/timeline.js';
import {
  createMetricChart,
  type DrawOptions,
  type MetricChart,
  type MetricChartOptions,
  type Series,
} from './metricChart.js';

/** Creates the chart of loss by epoch with the timeline below it and, where it is measured, that of accuracy. */
export function createCharts(
  store: Store,
  kind: 'network' | 'function',
  cursor: EpochCursor,
): { readonly element: HTMLElement; update(): void } {
  let logarithmic = remembered().logarithmic ?? false;
  let theme = readTheme();
  const scale = checkbox(l10n.t('Logarithmic'), logarithmic, (checked) => {
    logarithmic = checked;
    remember({ logarithmic });
    update();
  });
  const lossSeries = seriesOf(kind, 'loss');
  const accuracySeries = seriesOf(kind, 'accuracy');
  const loss = lossChart(kind, lossSeries, scale, cursor);
  const accuracy = accuracyChart(cursor);
  const timeline = createTimeline(store, cursor, loss.scale);
  const marks = createAlarmMarks(store, cursor, {
    scale: loss.scale,
    timeline: timeline.element,
    chartFrame: loss.frame,
  });
  const instruments = createInstrumentsSection(store, cursor);
  const element = html(
    'div',
    { class: 'charts' },
    loss.element,
    timeline.element,
    accuracy.element,
    instruments.element,
  );
  const update = (): void => {
    const { view, history } = store;
    if (!view) return;
    const measured = measuredBy(view, history);
    const epochs = view.status?.epochs ?? view.settings?.epochs ?? 0;
    const how = (series: readonly Series[], scaled: boolean): DrawOptions => ({
      series: measured.validation ? series : series.slice(0, 1),
      epochs,
      theme,
      logarithmic: scaled,
      empty: emptyText(view),
    });
    loss.draw(history, how(lossSeries, logarithmic));
    timeline.update();
    marks.update();
    instruments.update();
    show(accuracy.element, measured.accuracy);
    if (measured.accuracy) accuracy.draw(history, how(accuracySeries, false));
  };
  onThemeChange(() => {
    theme = readTheme();
    update();
  });
  return { element, update };
}

/** Returns the series of a chart, training first. A plain function has only its value. */
function seriesOf(kind: 'network' | 'function', metric: 'loss' | 'accuracy'): readonly Series[] {
  if (kind === 'function') return [{ column: 'loss', label: 'f(x, y)', color: 'positive' }];
  const validation = metric === 'loss' ? 'validationLoss' : 'validationAccuracy';
  return [
    { column: metric, label: l10n.t('Training'), color: 'positive' },
    { column: validation, label: l10n.t('Validation'), color: 'negative' },
  ];
}

function emptyText({ kind, status }: Shown): string {
  if (status?.state === 'loading') return l10n.t('Reading the data…');
  return kind === 'function'
    ? l10n.t('Press Train to see the value of the function after each step here.')
    : l10n.t('Press Train to see the loss after each epoch here.');
}

function lossChart(
  kind: 'network' | 'function',
  series: readonly Series[],
  controls: HTMLElement,
  cursor: EpochCursor,
): MetricChart {
  const options = {
    id: 'loss-chart',
    title: kind === 'function' ? 'f(x, y)' : l10n.t('Loss'),
    xTitle: kind === 'function' ? l10n.t('Step') : l10n.t('Epoch'),
    formatValue: (value: number) => formatValue(value, 6),
    // Early stopping monitors the validation loss where there is one, so the best epoch is taken from it.
    best: (history: HistoryStore) => bestOf(history, series.at(-1)!) ?? bestOf(history, series[0]),
    controls,
  } satisfies MetricChartOptions;
  return createMetricChart(options, cursor);
}

/** Returns the epoch with the lowest loss; null for a single epoch, where there is nothing to mark. */
function bestOf(history: HistoryStore, series: Series): { series: Series; index: number } | null {
  const index = indexOfLowest(history.column(series.column));
  return index < 0 || history.length < 2 ? null : { series, index };
}

function accuracyChart(cursor: EpochCursor): MetricChart {
  const options = {
    id: 'accuracy-chart',
    title: l10n.t('Accuracy'),
    xTitle: l10n.t('Epoch'),
    formatTick: (value: number) => `${Math.round(value * 100)} %`,
    formatValue: formatPercent,
    yRange: { min: 0, max: 1 },
  };
  return createMetricChart(options, cursor);
}
