import * as l10n from '@vscode/l10n';
import type { Dataset } from '../engine/model/dataset.js';
import type { ClassificationReport, Evaluation } from '../engine/model/metrics.js';
import { alignRows, formatNumber, formatPercent } from './table.js';

/** The maximum number of classes in a table. */
const mostClasses = 12;

/** Returns lines with the evaluation of the validation samples, or of the training samples if there are none. */
export function reportLines(evaluation: Evaluation, { validation, classes }: Dataset): string[] {
  if (evaluation.task === 'regression') {
    const { r2, rmse } = evaluation;
    return [
      r2 === null ? `RMSE=${formatNumber(rmse)}` : `R²=${formatNumber(r2)}  RMSE=${formatNumber(rmse)}`,
    ];
  }
  if (!classes || classes.length > mostClasses) return [];
  const heading = validation ? l10n.t('Validation, true class') : l10n.t('Training, true class');
  return alignRows(confusionRows(evaluation, classes, heading));
}

/** Returns the rows of the confusion matrix: for each true class, how often each class was predicted. */
function confusionRows(
  report: ClassificationReport,
  classes: readonly string[],
  heading: string,
): string[][] {
  const percent = (fraction: number | null) => (fraction === null ? '–' : formatPercent(fraction));
  const header = [heading, ...classes.map((name) => `→ ${name}`), l10n.t('precision'), l10n.t('recall')];
  const rows = classes.map((name, truth) => [
    name,
    ...report.confusion[truth].map(String),
    percent(report.precision[truth]),
    percent(report.recall[truth]),
  ]);
  return [header, ...rows];
}
