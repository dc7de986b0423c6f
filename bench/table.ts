import type { Measurement } from './rounds.js';
import { formatNumber, formatRatio, formatTime } from './statistics.js';
import { parametersOf, type StepWorkload, type Workload } from './workloads.js';

/** Returns the fastest settings of each engine on each workload. */
export function best(measurements: readonly Measurement[]): Measurement[] {
  const fastest = new Map<string, Measurement>();
  for (const measurement of measurements) {
    const key = `${measurement.engine.name} ${measurement.workload.name}`;
    const other = fastest.get(key);
    if (!other || measurement.us < other.us) fastest.set(key, measurement);
  }
  return [...fastest.values()];
}

/** Returns a Markdown table in which every column but the first is numeric. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [header, header.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map(line).join('\n');
}

/** Returns a table of times: one row per workload, one column per engine, a dash where nothing was measured. */
export function timesTable(
  measurements: readonly Measurement[],
  label: (workload: Workload) => string,
): string {
  const shown = best(measurements);
  const engines = unique(shown.map(({ engine }) => engine.title));
  const rows = unique(shown.map(({ workload }) => workload)).map((workload) => [
    label(workload),
    ...engines.map((title) => {
      const found = shown.find(({ engine, workload: of }) => of === workload && engine.title === title);
      return found ? timeCell(found) : '–';
    }),
  ]);
  return markdownTable(['', ...engines], rows);
}

/** Returns a table of ratios: for each of our engines and each family of others, the best of their times over ours. */
export function ratiosTable(
  measurements: readonly Measurement[],
  label: (workload: Workload) => string,
): string {
  const shown = best(measurements);
  const ours = unique(shown.filter(isOurs).map(({ engine }) => engine.title));
  const torch = shown.find(({ engine }) => engine.name === 'torch');
  const others = [
    { title: torch?.engine.title ?? '', isOne: ({ engine }: Measurement) => engine.name === 'torch' },
    {
      title: 'fastest JavaScript library',
      isOne: ({ engine }: Measurement) => engine.family === 'javascript',
    },
  ].filter(({ isOne }) => shown.some(isOne));
  const pairs = ours.flatMap((own) => others.map((other) => ({ own, ...other })));
  const rows = unique(shown.map(({ workload }) => workload)).map((workload) => {
    const here = shown.filter((each) => each.workload === workload);
    return [
      label(workload),
      ...pairs.map(({ own, isOne }) =>
        ratioCell(
          here.filter(isOne),
          here.find(({ engine }) => engine.title === own),
        ),
      ),
    ];
  });
  return markdownTable(['', ...pairs.map(({ own, title }) => `${title} / ${own}`)], rows);
}

/** Returns a table of growth: the time of a step, and that time over samples × parameters. */
export function growthTable(measurements: readonly Measurement[]): string {
  const shown = best(measurements);
  const engines = unique(shown.map(({ engine }) => engine.title));
  const rows = unique(shown.map(({ workload }) => workload)).flatMap((workload) => {
    if (workload.kind !== 'step') return [];
    const { rows: samples } = workload.shape;
    const parameters = parametersOf(workload.shape);
    const cells = engines.map((title) => {
      const found = shown.find(({ engine, workload: of }) => of === workload && engine.title === title);
      return found ? `${formatTime(found.us)} · ${perUnit(found.us, samples * parameters)}` : '–';
    });
    return [
      [describeStep(workload), samples.toLocaleString('en'), parameters.toLocaleString('en'), ...cells],
    ];
  });
  return markdownTable(['', 'samples', 'parameters', ...engines], rows);
}

export function describeStep({ shape: { sizes, rows, precision } }: StepWorkload): string {
  return `${sizes.join('-')}, batch ${rows.toLocaleString('en')}${precision === 'float64' ? ' (float64)' : ''}`;
}

const perUnit = (us: number, units: number) => `${formatNumber((1000 * us) / units)} ns`;

const isOurs = ({ engine }: Measurement) => engine.family === 'ours';

function timeCell({ us, threads }: Measurement): string {
  return threads > 1 ? `${formatTime(us)} (${threads} threads)` : formatTime(us);
}

function ratioCell(theirs: readonly Measurement[], own: Measurement | undefined): string {
  if (theirs.length === 0 || !own) return '–';
  return formatRatio(Math.min(...theirs.map(({ us }) => us)), own.us);
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
