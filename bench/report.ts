import { describeMachine } from './describeMachine.js';
import type { Measurement, Remark, Results } from './rounds.js';
import { describeStep, growthTable, ratiosTable, timesTable } from './table.js';
import type { Workload } from './workloads.js';

/** Returns the results as Markdown. @param chart the file of the chart, or null where there is none */
export function report({ measurements, remarks, versions }: Results, chart: string | null): string {
  const those = (wanted: (workload: Workload) => boolean) =>
    measurements.filter(({ workload }) => wanted(workload));
  const steps = those((workload) => workload.kind === 'step' && !workload.series);
  const wholes = those((workload) => workload.kind !== 'step');
  const series = (name: 'samples' | 'parameters') =>
    those((workload) => workload.kind === 'step' && workload.series === name);
  return [
    `Machine: ${describeMachine()}.`,
    `Versions: ${describeVersions(measurements, versions)}.`,
    ...section('One training step', steps, () => [
      timesTable(steps, label),
      ...(chart ? [`![Time of a training step, on a logarithmic scale](${chart})`] : []),
      'Ratio of their time to ours:',
      ratiosTable(steps, label),
    ]),
    ...section('Complete tasks', wholes, () => [timesTable(wholes, label)]),
    ...section('Growth with the number of samples', series('samples'), (all) => [growth, growthTable(all)]),
    ...section('Growth with the number of parameters', series('parameters'), (all) => [
      growth,
      growthTable(all),
    ]),
    ...notesSection(measurements),
    ...remarksSection(remarks),
  ].join('\n\n');
}

/** The introduction to the tables of growth. */
const growth =
  'The time of a step, and its share for one sample and one parameter. If the share does not rise from row to row, the cost grows at most linearly.';

const start = '<!-- results -->';
const end = '<!-- /results -->';

/** Replaces the results between the document's marks and keeps the text around them. */
export function withResults(document: string, results: string): string {
  const [before, rest] = [document.indexOf(start), document.indexOf(end)];
  if (before === -1 || rest < before) throw new Error(`There is no place between ${start} and ${end}.`);
  return `${document.slice(0, before + start.length)}\n\n${results}\n\n${document.slice(rest)}`;
}

function section(
  title: string,
  measurements: readonly Measurement[],
  text: (measurements: readonly Measurement[]) => string[],
): string[] {
  return measurements.length > 0 ? [`## ${title}`, ...text(measurements)] : [];
}

function notesSection(measurements: readonly Measurement[]): string[] {
  const notes = measurements.flatMap(({ engine: { title, note } }) => (note ? [`- ${title}: ${note}.`] : []));
  return notes.length > 0 ? ['## Notes', [...new Set(notes)].join('\n')] : [];
}

function remarksSection(remarks: readonly Remark[]): string[] {
  if (remarks.length === 0) return [];
  const lines = remarks.map(({ engine, workload, reason }) => {
    const [first] = reason.split('\n');
    return `- ${engine.title} on ${label(workload)}: ${first}`;
  });
  return ['## Not timed', [...new Set(lines)].join('\n')];
}

function describeVersions(measurements: readonly Measurement[], versions: Results['versions']): string {
  const engines = new Map(measurements.map(({ engine }) => [engine.title, engine.name]));
  return [...engines].map(([title, name]) => `${title}: ${versions.get(name) ?? '?'}`).join('; ');
}

function label(workload: Workload): string {
  switch (workload.kind) {
    case 'step':
      return describeStep(workload);
    case 'train':
      return `the 2-2-2 example, ${workload.steps.toLocaleString('en')} epochs`;
    case 'gradient-check':
      return `gradient check of ${workload.shape.sizes.join('-')}`;
    case 'csv':
      return `CSV, ${workload.rows.toLocaleString('en')} × ${workload.columns}`;
  }
}
