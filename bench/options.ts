import { parseArgs } from 'node:util';
import { workloads } from './workloads.js';

export interface BenchOptions {
  /** The names of workloads; null: all. */
  readonly only: readonly string[] | null;
  readonly engines: readonly string[] | null;
  readonly rounds: number;
  readonly seconds: number;
  readonly json: boolean;
  /** Whether to measure what recording and pictures cost, instead of comparing engines. */
  readonly live: boolean;
  /** Whether to measure what instruments and alarms cost, instead of comparing engines. */
  readonly health: boolean;
  /** Whether the run is complete, so that its results are written into docs/. */
  readonly whole: boolean;
}

/** Reads the arguments. @throws Error that says what is wrong with them */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      engines: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      live: { type: 'boolean', default: false },
      health: { type: 'boolean', default: false },
    },
  });
  const only = list(values.only);
  const names = workloads.map(({ name }) => name);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`There is no workload "${unknown}"; there are ${names.join(', ')}.`);
  const engines = list(values.engines);
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 7));
  if (!(Number.isInteger(rounds) && rounds > 0)) throw new Error('--rounds needs a whole number above 0.');
  const whole = !only && !engines && !values.quick && !values.json;
  return {
    only,
    engines,
    rounds,
    seconds: values.quick ? 0.1 : 0.5,
    json: values.json,
    live: values.live,
    health: values.health,
    whole,
  };
}

const list = (text: string | undefined): string[] | null =>
  text?.split(',').map((name) => name.trim()) ?? null;
