import * as l10n from '@vscode/l10n';
import type { ColumnImportance, Importance, Spread } from '../engine/model/importance.js';
import type { NetworkJob } from '../jobs/networkJob.js';
import { conclude } from './conclude.js';
import type { Session } from './session.js';
import { alignRows, formatCount, formatPercent, formatShort } from './table.js';

/** The width of the longest bar, in characters. */
const barWidth = 24;

/** Measures the importance of the columns if it is asked for; null where it is not, or the user's interrupt left no time. */
export async function measureImportance(job: NetworkJob, session: Session): Promise<Importance | null> {
  const { call, io } = session;
  if (!call.importance) return null;
  const steps = job.importance();
  if (steps) return (await conclude(steps, session)) ?? null;
  const message = l10n.t(
    'The inputs are the pixels of images, which have no columns to measure. Leave out --importance.',
  );
  io.stderr.write(`${message}\n`);
  return null;
}

/** Returns the importance of the columns as `--json` prints it. */
export function importanceRecord({ columns, scoreName, score, ...rest }: Importance) {
  return {
    event: 'importance',
    ...rest,
    [scoreName]: score,
    columns: columns.map(({ name, inputs, loss, score: change }) => ({
      name,
      inputs,
      loss: spreadRecord(loss),
      [scoreName]: change && spreadRecord(change),
    })),
  };
}

const spreadRecord = ({ mean, deviation }: Spread) => ({ mean, std: deviation });

/** Returns the lines of the table of the columns' importance, with a bar for the increase of the loss. */
export function importanceLines(importance: Importance | null): string[] {
  if (!importance) return [];
  const { part, samples, repeats, scoreName, columns } = importance;
  const count = formatCount(samples);
  const title =
    part === 'validation'
      ? l10n.t('Importance of the columns: how much worse {0} validation samples are predicted when a column is shuffled (mean ± standard deviation of {1} repeats)', count, repeats)
      : l10n.t('Importance of the columns: how much worse {0} training samples are predicted when a column is shuffled (mean ± standard deviation of {1} repeats)', count, repeats); // prettier-ignore
  const score = scoreName === 'accuracy' ? l10n.t('accuracy lost') : l10n.t('R² lost');
  const rows = columns.map((column) => cells(column, scoreName));
  const longest = Math.max(...columns.map(({ loss }) => loss.mean));
  const lines = alignRows([[l10n.t('column'), l10n.t('loss gained'), score], ...rows]);
  const width = Math.max(...lines.map((line) => line.length));
  return [
    '',
    title,
    lines[0],
    ...columns.map(({ loss }, index) => `${lines[index + 1].padEnd(width)}  ${bar(loss, longest)}`.trimEnd()),
  ];
}

function cells({ name, loss, score }: ColumnImportance, scoreName: Importance['scoreName']): string[] {
  const format = scoreName === 'accuracy' ? formatPercent : formatShort;
  return [name, spreadText(loss, formatShort), score ? spreadText(score, format) : '–'];
}

const spreadText = ({ mean, deviation }: Spread, format: (value: number) => string): string =>
  `${format(mean)} ± ${format(deviation)}`;

const bar = ({ mean }: Spread, longest: number): string =>
  longest > 0 ? '█'.repeat(Math.max(0, Math.round((mean / longest) * barWidth))) : '';
