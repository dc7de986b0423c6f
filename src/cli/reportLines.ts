import * as l10n from '@vscode/l10n';
import type { Dataset } from '../engine/model/dataset.js';
import type {
  ClassificationReport,
  Evaluation,
  RegressionFigures,
  RegressionReport,
} from '../engine/model/evaluation.js';
import { alignRows, formatCount, formatNumber, formatPercent } from './table.js';

/** The maximum number of classes in a table. */
const mostClasses = 12;
/** The numbers of confused pairs and of misclassified samples that are listed. */
const [mostPairs, mostMistakes] = [5, 5];

/** Returns lines with the evaluation of the validation samples, or of the training samples if there are none. */
export function reportLines(evaluation: Evaluation, { validation, classes, targetNames }: Dataset): string[] {
  if (evaluation.task === 'regression') return regressionLines(evaluation, targetNames);
  if (!classes) return [];
  const heading = validation ? l10n.t('Validation, true class') : l10n.t('Training, true class');
  const table = classes.length > mostClasses ? [] : alignRows(confusionRows(evaluation, classes, heading));
  return [...table, ...summaryLines(evaluation), ...mistakeLines(evaluation, classes)];
}

function regressionLines(report: RegressionReport, names: readonly string[]): string[] {
  const { outputs } = report;
  if (outputs.length === 1) {
    const [r2, ...errors] = figuresOf(report);
    return [
      [...(report.r2 === null ? [] : [`R²=${r2}`]), `RMSE=${errors[0]}`, `MAE=${errors[1]}`].join('  '),
    ];
  }
  const rows = outputs.map((figures, k) => [names[k], ...figuresOf(figures)]);
  return alignRows([
    [l10n.t('Output'), 'R²', 'RMSE', 'MAE'],
    ...rows,
    [l10n.t('All outputs'), ...figuresOf(report)],
  ]);
}

function figuresOf({ r2, rmse, mae }: RegressionFigures): string[] {
  return [r2 === null ? '–' : formatNumber(r2), formatNumber(rmse), formatNumber(mae)];
}

/** Returns the rows of the confusion matrix: for each true class, how often each class was predicted. */
function confusionRows(
  report: ClassificationReport,
  classes: readonly string[],
  heading: string,
): string[][] {
  const { precision, recall, f1, support, macro } = report;
  const header = [
    heading,
    ...classes.map((name) => `→ ${name}`),
    l10n.t('precision'),
    l10n.t('recall'),
    'F1',
    l10n.t('samples'),
  ];
  const rows = classes.map((name, truth) => [
    name,
    ...report.confusion[truth].map(String),
    ...[precision[truth], recall[truth], f1[truth]].map(percent),
    formatCount(support[truth]),
  ]);
  const means = [macro.precision, macro.recall, macro.f1].map(percent);
  return [header, ...rows, [l10n.t('Mean of the classes'), ...classes.map(() => ''), ...means]];
}

const percent = (fraction: number | null) => (fraction === null ? '–' : formatPercent(fraction));

function summaryLines({ curves, calibration, confusion, macro }: ClassificationReport): string[] {
  const figures = [
    confusion.length > mostClasses && l10n.t('mean F1 of the classes {0}', formatPercent(macro.f1)),
    curves?.roc && l10n.t('area under the ROC curve {0}', formatNumber(curves.roc.auc)),
    curves?.precisionRecall &&
      l10n.t('average precision {0}', formatNumber(curves.precisionRecall.averagePrecision)),
    calibration && l10n.t('expected calibration error {0}', formatPercent(calibration.expectedError)),
  ].filter((figure) => typeof figure === 'string');
  return figures.length > 0 ? [figures.join(', ')] : [];
}

/** Returns the most frequent confusions and the most confident mistakes. Rows and samples count from 1. */
function mistakeLines(
  { confusedPairs, confidentMistakes }: ClassificationReport,
  classes: readonly string[],
): string[] {
  const arrow = (truth: number, predicted: number) => `${classes[truth]} → ${classes[predicted]}`;
  const pairs = confusedPairs
    .slice(0, mostPairs)
    .map(({ truth, predicted, count }) => `${arrow(truth, predicted)} ${formatCount(count)}`);
  const mistakes = confidentMistakes
    .slice(0, mostMistakes)
    .map(({ sampleIndex, rowIndex, truth, predicted, confidence }) => {
      const place =
        rowIndex === null ? l10n.t('sample {0}', sampleIndex + 1) : l10n.t('row {0}', rowIndex + 1);
      return `${place} (${arrow(truth, predicted)}, ${formatPercent(confidence)})`;
    });
  return [
    ...(pairs.length > 0 ? [l10n.t('Most frequent confusions: {0}', pairs.join(', '))] : []),
    ...(mistakes.length > 0 ? [l10n.t('Most confident mistakes: {0}', mistakes.join(', '))] : []),
  ];
}
