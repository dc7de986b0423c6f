import * as l10n from '@vscode/l10n';
import stringWidth from 'string-width';
import type { EpochMetrics } from '../engine/model/metrics.js';
import type { Call } from './parseCall.js';
import { Progress } from './progress.js';
import type { Session } from './session.js';
import { formatCount, formatNumber, formatPercent, padStart } from './table.js';

/** The approximate number of rows in the table. */
const lines = 20;

/** Prints the metrics of epochs during training: as events for `--json`, otherwise as a table with a progress bar. */
export class EpochLog {
  /** The time from the start to the end of the training, in seconds. */
  seconds = 0;
  private readonly start = performance.now();
  private readonly progress: Progress;
  private last: EpochMetrics | null = null;
  private printed = 0;
  private loss = '';

  constructor(
    private readonly session: Session,
    private readonly epochs: number,
    private readonly interval: number,
  ) {
    const { call, io } = session;
    const format = l10n.t('Training {bar} {percentage}%  epoch {value}/{total}  {loss}');
    this.progress = new Progress(io, format, epochs, call.json);
  }

  /** Records the result of one training step, and shows the number of epochs finished so far. */
  take(metrics: EpochMetrics | undefined, epoch: number): void {
    if (metrics) {
      this.last = metrics;
      this.loss = `E=${formatNumber(metrics.loss)}`;
      if (metrics.epoch % this.interval === 0 || metrics.epoch === this.epochs) this.print(metrics);
    }
    this.progress.update(epoch, this.loss);
  }

  /** Ends the log. It prints the last epoch unless that is printed already. */
  end(): void {
    this.seconds = (performance.now() - this.start) / 1000;
    if (this.last && this.last.epoch > this.printed) this.print(this.last);
    this.progress.clear();
  }

  private print(metrics: EpochMetrics): void {
    const { call, output } = this.session;
    if (call.json) {
      output.json({ event: 'epoch', epoch: metrics.epoch, ...metricsRecord(metrics) });
    } else {
      this.progress.clear();
      const columns = tableColumns(metrics);
      if (this.printed === 0)
        output.line(columns.map(({ title, width }) => padStart(title, width)).join('  '));
      output.line(columns.map(({ text, width }) => padStart(text, width)).join('  '));
    }
    this.printed = metrics.epoch;
  }
}

/** Returns the metrics as `--json` prints them for an epoch and for the end. */
export function metricsRecord({ loss, validationLoss, accuracy, validationAccuracy, point }: EpochMetrics) {
  return point ? { loss, x: point[0], y: point[1] } : { loss, validationLoss, accuracy, validationAccuracy };
}

function tableColumns({ epoch, loss, validationLoss, accuracy, validationAccuracy, point }: EpochMetrics) {
  const percent = (fraction: number | null) => fraction !== null && formatPercent(fraction);
  const columns: [string, string | false][] = [
    [l10n.t('epoch'), formatCount(epoch)],
    [point ? 'f(x, y)' : l10n.t('loss'), formatNumber(loss)],
    [l10n.t('validation loss'), validationLoss !== null && formatNumber(validationLoss)],
    [l10n.t('accuracy'), percent(accuracy)],
    [l10n.t('validation accuracy'), percent(validationAccuracy)],
    ['x', point !== undefined && formatNumber(point[0])],
    ['y', point !== undefined && formatNumber(point[1])],
  ];
  return columns.flatMap(([title, text]) =>
    text === false ? [] : [{ title, text, width: Math.max(stringWidth(title), 13) }],
  );
}

/** Returns the number of epochs from one printed epoch to the next. */
export const printInterval = ({ every, json }: Call, epochs: number): number =>
  every ?? (json ? 1 : roundStep(epochs / lines));

/** Returns the smallest number that is 1, 2 or 5 times a power of ten and at least `step`. */
function roundStep(step: number): number {
  if (step <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= step)!;
}
