import { Chart, type ChartConfiguration, type ChartDataset } from 'chart.js';
import * as l10n from '@vscode/l10n';
import type { RangePoint, RateSearch } from '../../src/protocol.js';
import { axisTitle, baseOptions, colorAxes } from '../chart/baseOptions.js';
import { html, setAttributes } from '../dom.js';
import { formatTick, formatValue } from '../format.js';
import type { Theme } from '../theme.js';

interface Point {
  readonly x: number;
  readonly y: number;
}
type Config = ChartConfiguration<'line', Point[]>;

/** The learning rates that are labeled, from the first to the last that a search uses. */
const powers = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10] as const;

/** How far above the first loss the drawing goes, as a multiple of the fall: an explosion has no end. */
const headroom = 0.6;

/**
 * Creates the chart of a search for a learning rate: the loss of the range test by learning rate, smoothed and as it was,
 * and the loss of each trial. The suggestion is marked by a vertical line.
 */
export function createRateChart(): {
  readonly element: HTMLElement;
  draw(search: RateSearch, theme: Theme): void;
} {
  const canvas = html('canvas', { id: 'rate-chart', role: 'img' });
  const rule = html('div', { class: 'rule rate-rule', hidden: true });
  const element = html('div', { class: 'chart-frame rate-frame' }, canvas, rule);
  const chart = new Chart(
    canvas,
    config(() => placeRule()),
  );
  let suggested: number | null = null;
  const placeRule = (): void => {
    const { top, bottom } = chart.chartArea;
    rule.hidden = suggested === null;
    if (suggested === null) return;
    const left = chart.scales.x.getPixelForValue(suggested);
    Object.assign(rule.style, { left: `${left}px`, top: `${top}px`, height: `${bottom - top}px` });
  };
  const draw = (search: RateSearch, theme: Theme): void => {
    suggested = search.rate;
    chart.data.datasets = datasetsOf(search, theme);
    colorAxes(chart, theme);
    const y = chart.options.scales!.y!;
    y.max = ceilingOf(search);
    chart.update('none');
    placeRule();
    setAttributes(canvas, {
      'aria-label': describe(search),
      'data-points': search.points.length,
      'data-trials': search.trials.length,
      'data-rate': search.rate,
    });
  };
  return { element, draw };
}

function datasetsOf(search: RateSearch, theme: Theme): ChartDataset<'line', Point[]>[] {
  const line = (points: readonly RangePoint[], borderColor: string, borderWidth: number) => ({
    data: drawable(points),
    borderColor,
    borderWidth,
    pointRadius: 0,
  });
  const trials = {
    data: drawable(search.trials),
    showLine: false,
    pointRadius: 4,
    pointBorderWidth: 2,
    borderColor: theme.negative,
    pointBackgroundColor: theme.background,
  };
  const { test, points } = search;
  return test
    ? [trials, line(test.smoothed, theme.positive, 2), line(points, theme.muted, 1)]
    : [line(points, theme.muted, 1)];
}

const drawable = (points: readonly RangePoint[]): Point[] =>
  points.filter(({ loss }) => Number.isFinite(loss)).map(({ rate, loss }) => ({ x: rate, y: loss }));

/** Returns the upper end of the axis, above which an explosion is cut off. */
function ceilingOf({ points }: RateSearch): number | undefined {
  const losses = points.map(({ loss }) => loss).filter(Number.isFinite);
  if (losses.length === 0) return undefined;
  const [first] = losses;
  const fall = first - losses.reduce((low, loss) => Math.min(low, loss), first);
  const highest = losses.reduce((high, loss) => Math.max(high, loss), first);
  return fall > 0 ? Math.min(highest, first + headroom * fall) : undefined;
}

function describe({ points, trials, rate }: RateSearch): string {
  const tried = trials.map(
    ({ rate: each, loss }) => `${formatTick(each)}: ${Number.isFinite(loss) ? formatValue(loss) : '∞'}`,
  );
  return [
    l10n.t('Loss by learning rate, {0} steps', points.length),
    ...(tried.length > 0 ? [`${l10n.t('Trials')}: ${tried.join(', ')}`] : []),
    ...(rate === null ? [] : [l10n.t('Suggested: {0}', formatTick(rate))]),
  ].join('; ');
}

function config(laidOut: () => void): Config {
  return {
    type: 'line',
    data: { datasets: [] },
    plugins: [{ id: 'layout', afterLayout: laidOut }],
    options: {
      ...baseOptions,
      scales: {
        x: {
          type: 'logarithmic',
          min: powers[0],
          max: powers[powers.length - 1],
          title: axisTitle(l10n.t('Learning rate')),
          afterBuildTicks: (scale) => {
            scale.ticks = powers.map((value) => ({ value }));
          },
          ticks: { maxRotation: 0, autoSkipPadding: 8, callback: (value) => formatTick(Number(value)) },
        },
        y: {
          type: 'linear',
          title: axisTitle(l10n.t('Loss')),
          ticks: { maxTicksLimit: 6, includeBounds: false, callback: (value) => formatTick(Number(value)) },
        },
      },
    },
  };
}
