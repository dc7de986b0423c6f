import * as l10n from '@vscode/l10n';
import type { TestScores } from '../engine/model/evaluation.js';
import { formatCount, formatNumber, formatPercent } from './table.js';

/** Returns the scores on the test samples as `--json` prints them. */
export function testRecord({ samples, loss, evaluation }: TestScores) {
  const figures =
    evaluation.task === 'classification'
      ? { accuracy: evaluation.accuracy }
      : { r2: evaluation.r2, rmse: evaluation.rmse, mae: evaluation.mae };
  return { samples, loss, ...figures, evaluation };
}

/** Returns the line that reports the scores on the test samples. */
export function testLine({ samples, loss, evaluation }: TestScores): string {
  const figures =
    evaluation.task === 'classification'
      ? [l10n.t('accuracy {0}', formatPercent(evaluation.accuracy))]
      : [
          ...(evaluation.r2 === null ? [] : [`R²=${formatNumber(evaluation.r2)}`]),
          `RMSE=${formatNumber(evaluation.rmse)}`,
          `MAE=${formatNumber(evaluation.mae)}`,
        ];
  const scores = [`E=${formatNumber(loss)}`, ...figures].join(', ');
  return l10n.t('Test samples: {0}; {1}', formatCount(samples), scores);
}
