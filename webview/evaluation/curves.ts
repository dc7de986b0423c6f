import * as l10n from '@vscode/l10n';
import type { Calibration, Curves } from '../../src/protocol.js';
import { html, show } from '../dom.js';
import { formatCount, formatPercent, formatValue } from '../format.js';
import type { View } from '../lazyView.js';
import { onThemeChange, readTheme } from '../theme.js';
import { createUnitChart, type ReadablePoint, type UnitChart, type UnitCurve } from './unitChart.js';

/** The parts of a report that are drawn as curves. */
export interface Drawable {
  readonly curves: Curves | null;
  readonly calibration: Calibration | null;
}

/** Creates the charts of a classification: ROC, precision by recall, and calibration. */
export function createCurves(latest: () => Drawable | null): View {
  const charts = {
    roc: createUnitChart({
      id: 'roc-chart',
      title: l10n.t('ROC curve'),
      x: l10n.t('False positive rate'),
      y: l10n.t('True positive rate'),
    }),
    precisionRecall: createUnitChart({
      id: 'precision-recall-chart',
      title: l10n.t('Precision by recall'),
      x: l10n.t('Recall'),
      y: l10n.t('Precision'),
    }),
    calibration: createUnitChart({
      id: 'calibration-chart',
      title: l10n.t('Calibration'),
      x: l10n.t('Predicted probability'),
      y: l10n.t('Accuracy'),
    }),
  };
  const element = html(
    'div',
    { class: 'unit-charts' },
    ...Object.values(charts).map((chart) => chart.element),
  );
  let theme = readTheme();
  let drawn: Drawable | null = null;
  const draw = (chart: UnitChart, curve: UnitCurve | null): void => {
    show(chart.element, curve !== null);
    if (curve) chart.draw(curve, theme);
  };
  const update = (): void => {
    const report = latest();
    if (!report || report === drawn) return;
    drawn = report;
    draw(charts.roc, rocCurve(report.curves));
    draw(charts.precisionRecall, precisionRecallCurve(report.curves));
    draw(charts.calibration, report.calibration && calibrationCurve(report.calibration));
  };
  onThemeChange(() => {
    theme = readTheme();
    drawn = null;
    update();
  });
  return { element, update };
}

const diagonal = [{ x: 0, y: 0 }, { x: 1, y: 1 }] as const; // prettier-ignore

function rocCurve(curves: Curves | null): UnitCurve | null {
  if (!curves?.roc) return null;
  const { x, y, auc } = curves.roc;
  const names = [l10n.t('False positive rate'), l10n.t('True positive rate')] as const;
  return {
    points: x.map((each, i) => readable(each, y[i], names)),
    reference: diagonal,
    isMarked: false,
    figure: l10n.t('area {0}', formatValue(auc)),
  };
}

function precisionRecallCurve(curves: Curves | null): UnitCurve | null {
  if (!curves?.precisionRecall) return null;
  const { recall, precision, averagePrecision } = curves.precisionRecall;
  const names = [l10n.t('Recall'), l10n.t('Precision')] as const;
  // A classifier that guesses has the same precision everywhere: the share of the second class.
  const share = precision[0];
  return {
    points: recall.map((each, i) => readable(each, precision[i], names)).reverse(),
    reference: [{ x: 0, y: share }, { x: 1, y: share }], // prettier-ignore
    isMarked: false,
    figure: l10n.t('average precision {0}', formatValue(averagePrecision)),
  };
}

function calibrationCurve({ bins, expectedError }: Calibration): UnitCurve {
  const names = [l10n.t('Predicted probability'), l10n.t('Accuracy')] as const;
  const points = bins.flatMap(({ count, confidence, accuracy }) => {
    if (confidence === null || accuracy === null) return [];
    const point = readable(confidence, accuracy, names);
    return [{ ...point, rows: [...point.rows, [l10n.t('Samples'), formatCount(count)] as const] }];
  });
  return {
    points,
    reference: diagonal,
    isMarked: true,
    figure: l10n.t('expected error {0}', formatPercent(expectedError)),
  };
}

function readable(x: number, y: number, [xName, yName]: readonly [string, string]): ReadablePoint {
  return {
    x,
    y,
    rows: [
      [xName, formatValue(x)],
      [yName, formatValue(y)],
    ],
  };
}
