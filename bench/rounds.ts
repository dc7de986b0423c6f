import { setTimeout } from 'node:timers/promises';
import { Contestant } from './contestant.js';
import type { Engine } from './engines.js';
import type { Prepared } from './prepare.js';
import { median } from '../src/engine/maths/median.js';
import { formatTime } from './statistics.js';
import type { Workload } from './workloads.js';

export interface Measurement {
  readonly engine: Engine;
  readonly workload: Workload;
  readonly threads: number;
  /** The median over the rounds in microseconds, of one step or of the whole. */
  readonly us: number;
}

/** An engine that was not timed, and why. */
export interface Remark {
  readonly engine: Engine;
  readonly workload: Workload;
  readonly reason: string;
}

export interface Results {
  readonly measurements: readonly Measurement[];
  readonly remarks: readonly Remark[];
  /** The versions by the engine's name. */
  readonly versions: ReadonlyMap<string, string>;
}

export interface Options {
  readonly rounds: number;
  /** The time for which each engine runs in each round. */
  readonly seconds: number;
  readonly log: (line: string) => void;
}

/** One engine and its measurements on a workload. */
interface Entry {
  readonly contestant: Contestant;
  readonly prepared: Prepared;
  readonly times: number[];
  threads: number;
  reason: string | null;
}

/** The time in microseconds from which on a workload is timed only once. */
const slow = 3e6;

/** Checks every engine, then times them round by round, one at a time. */
export async function runRounds(
  engines: readonly Engine[],
  workloads: readonly Prepared[],
  options: Options,
): Promise<Results> {
  const contestants: Contestant[] = [];
  try {
    for (const engine of engines) contestants.push(await Contestant.start(engine));
    const entries = workloads.flatMap((prepared) =>
      contestants
        .filter(({ engine }) => takesPart(engine, prepared.workload))
        .map((contestant): Entry => ({ contestant, prepared, times: [], threads: 1, reason: null })),
    );
    for (const entry of entries) await check(entry, options);
    for (let round = 0; round < options.rounds; round++)
      for (const { workload } of workloads) await timeAll(entries, workload, round, options);
    return resultsOf(entries, contestants);
  } finally {
    await Promise.all(contestants.map((contestant) => contestant.stop()));
  }
}

function takesPart({ kinds, family }: Engine, workload: Workload): boolean {
  const isSeries = workload.kind === 'step' && workload.series !== undefined;
  return kinds.includes(workload.kind) && (!isSeries || family === 'ours');
}

async function check(entry: Entry, { log }: Options): Promise<void> {
  const { contestant, prepared } = entry;
  entry.reason = await prepared.check(contestant).catch(reasonOf);
  if (entry.reason) log(`${nameOf(entry)}: ${entry.reason}`);
}

/** Times all engines on a workload. Each round begins with another engine, which varies their order. */
async function timeAll(entries: readonly Entry[], workload: Workload, round: number, options: Options) {
  const all = entries.filter(({ prepared, reason }) => prepared.workload === workload && !reason);
  const turn = round % Math.max(1, all.length);
  for (const entry of [...all.slice(turn), ...all.slice(0, turn)]) {
    if (entry.times.some((us) => us > slow)) continue;
    entry.reason = await time(entry, options).catch(reasonOf);
    const said = entry.reason ?? formatTime(entry.times[entry.times.length - 1]);
    options.log(`${round + 1}/${options.rounds} ${nameOf(entry)}: ${said}`);
  }
}

/**
 * The pause between two engines in milliseconds, since the threads of some libraries spin for about 100 ms after a
 * task.
 */
const restMs = 250;

async function time(entry: Entry, { seconds }: Options): Promise<string | null> {
  const { contestant, prepared } = entry;
  await setTimeout(restMs);
  const answer = await contestant.ask(prepared.request(seconds));
  entry.times.push(answer.us);
  entry.threads = answer.threads;
  return prepared.wrongValue(contestant.engine, answer.value);
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const nameOf = ({ contestant: { engine }, prepared: { workload } }: Entry) =>
  `${workload.name} ${engine.name}`;

function resultsOf(entries: readonly Entry[], contestants: readonly Contestant[]): Results {
  const of = ({ contestant: { engine }, prepared: { workload } }: Entry) => ({ engine, workload });
  return {
    measurements: entries
      .filter(({ reason, times }) => !reason && times.length > 0)
      .map((entry) => ({ ...of(entry), threads: entry.threads, us: median(entry.times) })),
    remarks: entries.flatMap((entry) => (entry.reason ? [{ ...of(entry), reason: entry.reason }] : [])),
    versions: new Map(contestants.map(({ engine, version }) => [engine.name, version])),
  };
}
