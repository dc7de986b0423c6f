import * as l10n from '@vscode/l10n';
import { pathText, valueText, type Difference } from '../config/configDifferences.js';
import { runDifferences } from '../config/runDifferences.js';
import { readRun, type RunFile } from './readRun.js';
import type { Session } from './session.js';
import { alignRows, formatNumber, formatPercent } from './table.js';

/** The number of differences that are printed. */
const most = 1000;

/** Prints what differs between runs, whose files contain the output of `train --json`, and their last metrics. */
export async function compareRuns({ call, output, io }: Session): Promise<boolean> {
  const runs: RunFile[] = [];
  for (const file of [call.file, ...call.otherFiles]) runs.push(await readRun(file));
  const withoutStart = runs.filter(({ config }) => config === undefined);
  for (const { file } of withoutStart)
    io.stderr.write(
      `${l10n.t('"{0}" does not contain its config, because an older version wrote it. Train again to compare its settings.', file)}\n`,
    );
  const { settings, text } = runDifferences(withoutStart.length > 0 ? [] : runs, most);
  if (call.json) output.json(recordOf(runs, settings, text));
  else for (const line of linesOf(runs, [...settings, ...text])) output.line(line);
  return true;
}

function recordOf(runs: readonly RunFile[], settings: readonly Difference[], text: readonly Difference[]) {
  const differences = (kind: string, some: readonly Difference[]) =>
    some.map(({ path, values }) => ({
      path: pathText(path),
      kind,
      values: values.map((value) => value ?? null),
    }));
  return {
    runs: runs.map(({ file, name, epochs, metrics, outcome }) => ({
      file,
      name,
      epochs,
      ...pick(metrics),
      outcome,
    })),
    differences: [...differences('setting', settings), ...differences('text', text)],
  };
}

const metricNames = ['loss', 'validationLoss', 'accuracy', 'validationAccuracy', 'x', 'y'] as const;

const pick = (metrics: RunFile['metrics']) =>
  Object.fromEntries(metricNames.filter((name) => name in metrics).map((name) => [name, metrics[name]]));

function linesOf(runs: readonly RunFile[], differences: readonly Difference[]): string[] {
  const head = ['', ...runs.map(({ file }) => file)];
  const changed = differences.map(({ path, values }) => [
    pathText(path),
    ...values.map((value) => valueText(value) ?? '–'),
  ]);
  const present = metricNames.filter((name) => runs.some(({ metrics }) => (metrics[name] ?? null) !== null));
  const results = [
    [l10n.t('epochs'), ...runs.map(({ epochs }) => String(epochs))],
    ...present.map((name) => [
      metricLabel(name),
      ...runs.map(({ metrics }) => metricText(name, metrics[name])),
    ]),
    [l10n.t('outcome'), ...runs.map(({ outcome }) => outcome ?? '–')],
  ];
  const same = l10n.t('The settings and the texts of these runs are the same.');
  return [
    ...alignRows([head, ...changed, ...results]),
    ...(differences.length === 0 && runs.every(({ config }) => config !== undefined) ? ['', same] : []),
  ];
}

function metricText(name: (typeof metricNames)[number], value: unknown): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : '–';
  return name === 'accuracy' || name === 'validationAccuracy' ? formatPercent(value) : formatNumber(value);
}

function metricLabel(name: (typeof metricNames)[number]): string {
  switch (name) {
    case 'loss':
      return l10n.t('loss');
    case 'validationLoss':
      return l10n.t('validation loss');
    case 'accuracy':
      return l10n.t('accuracy');
    case 'validationAccuracy':
      return l10n.t('validation accuracy');
    default:
      return name;
  }
}
