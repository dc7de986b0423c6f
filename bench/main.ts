import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'oxfmt';
import { installLocked } from '../test/host/locked.js';
import { projectRoot } from '../test/host/paths.js';
import { temporaryFolder } from '../test/host/processes.js';
import { bundleContestants } from './bundleContestants.js';
import { drawChart } from './drawChart.js';
import { findEngines, type Engine } from './engines.js';
import { measureHealth } from './health.js';
import { measureLive } from './live.js';
import { readOptions, type BenchOptions } from './options.js';
import { prepare } from './prepare.js';
import { report, withResults } from './report.js';
import { runRounds, type Measurement, type Results } from './rounds.js';
import { workloads } from './workloads.js';

const log = (line: string): void => console.error(line);
const document = path.join(projectRoot, 'docs/benchmarks.md');
const picture = path.join(projectRoot, 'docs/benchmarks.svg');

/** Runs the benchmark that the arguments describe, prints the results, and writes those of a whole run into docs/. */
export async function bench(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options.live) {
    console.log(await measureLive(options.rounds));
    return;
  }
  if (options.health) {
    console.log(await measureHealth(options.rounds));
    return;
  }
  const installation = await installLocked('bench', path.join(projectRoot, 'bench'));
  const modules = path.join(installation, 'node_modules');
  const engines = chosenEngines(findEngines(modules, await bundleContestants()), options);
  const results = await measureAll(engines, options);
  if (options.json) for (const measurement of results.measurements) console.log(jsonLine(measurement));
  else if (options.whole) await writeDocument(results, modules);
  else console.log(report(results, null));
}

function chosenEngines(all: readonly Engine[], { engines: names }: BenchOptions): Engine[] {
  const known = [...new Set(all.map(({ name }) => name))];
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Error(`There is no engine "${unknown}" here; there are ${known.join(', ')}.`);
  const missing = ['backprop-node24', 'torch', 'pandas'].filter((name) => !known.includes(name));
  if (missing.length > 0) log(`Not available here: ${missing.join(', ')}.`);
  const chosen = all.filter(({ name }) => names?.includes(name) ?? true);
  for (const line of new Set(chosen.flatMap(({ title, note }) => (note ? [`${title}: ${note}.`] : []))))
    log(line);
  return chosen;
}

async function measureAll(
  engines: readonly Engine[],
  { only, rounds, seconds }: BenchOptions,
): Promise<Results> {
  const folder = temporaryFolder('bench');
  const prepared = [];
  for (const workload of workloads)
    if (only?.includes(workload.name) ?? true) prepared.push(await prepare(workload, folder));
  return runRounds(engines, prepared, { rounds, seconds, log });
}

function jsonLine({ engine, workload, threads, us }: Measurement): string {
  return JSON.stringify({ engine: engine.name, workload: workload.name, threads, step_us: us });
}

async function writeDocument(results: Results, modules: string): Promise<void> {
  const isStep = ({ workload }: Measurement) => workload.kind === 'step' && !workload.series;
  writeFileSync(picture, await drawChart(results.measurements.filter(isStep), modules));
  const text = withResults(readFileSync(document, 'utf8'), report(results, path.basename(picture)));
  const { code } = await format(document, text);
  writeFileSync(document, code);
  log(`Written: ${document}`);
}
