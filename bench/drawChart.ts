import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Measurement } from './rounds.js';
import { best, describeStep } from './table.js';

/** The parts of the chart libraries that are used. The libraries are not among the project's packages. */
interface VegaLite {
  compile(spec: object): { readonly spec: object };
}
interface Vega {
  parse(spec: object): object;
  View: new (runtime: object, options: object) => { toSVG(): Promise<string> };
}

/** Draws an SVG for light and dark pages: one row per workload, one mark per engine on a logarithmic scale of time. */
export async function drawChart(measurements: readonly Measurement[], modules: string): Promise<string> {
  const vegaLite = (await load(modules, 'vega-lite')) as VegaLite;
  const vega = (await load(modules, 'vega')) as Vega;
  const { spec } = vegaLite.compile(chartSpec(measurements));
  const svg = await new vega.View(vega.parse(spec), { renderer: 'none' }).toSVG();
  return svg.replace(/<svg[^>]*>/, (tag) => `${tag}<style>${inks}</style>`);
}

function load(modules: string, name: string): Promise<unknown> {
  const file = createRequire(path.join(modules, 'chart.js')).resolve(name);
  return import(pathToFileURL(file).href);
}

/** The colors of text and axes, as style rules that override the attributes of the marks. */
const inks =
  'text{fill:#1f2328}@media(prefers-color-scheme:dark){text{fill:#d1d7e0}}' +
  '.role-axis-grid line,.role-axis-domain line,.role-axis-tick line{stroke:#818b98;stroke-opacity:.4}';

function chartSpec(measurements: readonly Measurement[]): object {
  const values = best(measurements).flatMap(({ engine, workload, us }) =>
    workload.kind === 'step' ? [{ network: describeStep(workload), engine: engine.title, us }] : [],
  );
  const unit = `datum.value < 1e3 ? format(datum.value, '~r') + ' µs' : datum.value < 1e6 ? format(datum.value / 1e3, '~r') + ' ms' : format(datum.value / 1e6, '~r') + ' s'`;
  const inOrder = (key: 'network' | 'engine') => [...new Set(values.map((value) => value[key]))];
  const engine = { field: 'engine', sort: inOrder('engine'), title: null };
  const legend = { orient: 'bottom', columns: 3, labelLimit: 400 };
  return {
    width: 560,
    height: { step: 44 },
    background: 'transparent',
    config: { font: 'system-ui, sans-serif', view: { stroke: null } },
    data: { values },
    mark: { type: 'point', filled: true, size: 110, opacity: 1 },
    encoding: {
      x: {
        field: 'us',
        type: 'quantitative',
        scale: { type: 'log' },
        title: 'time of a training step, shorter is better',
        axis: { labelExpr: unit, values: decades(values.map(({ us }) => us)) },
      },
      y: {
        field: 'network',
        type: 'nominal',
        sort: inOrder('network'),
        title: null,
        axis: { grid: true, labelLimit: 300 },
      },
      color: { ...engine, type: 'nominal', scale: { range: colors }, legend },
      shape: { ...engine, type: 'nominal', legend },
    },
  };
}

/** Colors that are legible on light and dark backgrounds (Okabe and Ito, 2008, some slightly darker or lighter). */
const colors = ['#0f82d4', '#3fa9f5', '#e8590c', '#0a9b72', '#6bbf59', '#c45fa0', '#b8860b'];

function decades(values: readonly number[]): number[] {
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.ceil(Math.log10(Math.max(...values)));
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
}
