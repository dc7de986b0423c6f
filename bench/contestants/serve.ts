import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Answer, Problem, Request } from '../protocol.js';

/** A problem with its numbers. */
export interface Loaded extends Problem {
  readonly inputValues: Float64Array;
  readonly targetValues: Float64Array;
  /** The parameters of each layer; weights are [units][inputs]. */
  readonly parameters: readonly Parameters[];
}

export interface Parameters {
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

/** A network that is trained on its batch from the start of the problem. */
export interface Trainer {
  /** The number of steps in `run(1)`; less than 1 where a library trains sample by sample. */
  readonly stepsPerRun: number;
  /** Does at least `count` runs and returns how many it did. */
  run(count: number): Eventually<number>;
  loss(): number;
  /** The number of threads at work; absent: one. */
  readonly threads?: number;
}

/** The requests that a contestant supports, and its versions. */
export interface Abilities {
  readonly version: string;
  readonly gradients?: (problem: Loaded) => Eventually<readonly Parameters[]>;
  /** Prepares a training of at most `steps` steps. */
  readonly start?: (problem: Loaded, steps: number) => Eventually<Trainer>;
  /** Prepares a check that returns the number of parameters whose gradients are right. */
  readonly checker?: (problem: Loaded) => Eventually<() => number>;
  /** Loads a table and returns the sum of its numbers. */
  readonly loadCsv?: (file: string, target: string) => Eventually<number>;
}

type Eventually<T> = T | Promise<T>;

/** Thrown where a contestant does not support a request; the message says why. */
export class Refusal extends Error {}

/** Answers requests one by one until the input ends. */
export async function serve(abilities: Abilities): Promise<void> {
  const trainers = new Map<string, Trainer>();
  const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);
  say({ version: abilities.version });
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    say(await answer(abilities, trainers, request).catch(toAnswer));
  }
  process.exit();
}

function toAnswer(error: unknown): Answer {
  if (error instanceof Refusal) return { refused: error.message };
  return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

async function answer(can: Abilities, trainers: Map<string, Trainer>, request: Request): Promise<Answer> {
  switch (request.do) {
    case 'gradients': {
      const gradients = await able(can.gradients)(load(request.problem));
      writeFileSync(request.into, join(gradients));
      return { us: 0, threads: 0, value: null };
    }
    case 'step': {
      const trainer = trainers.get(request.problem) ?? (await warm(can, request.problem, request.seconds));
      trainers.set(request.problem, trainer);
      return timed(await stepTime(trainer, request.seconds), null, trainer.threads);
    }
    case 'train': {
      const trainer = await able(can.start)(load(request.problem), request.steps);
      const start = performance.now();
      await trainer.run(Math.ceil(request.steps / trainer.stepsPerRun));
      return timed(since(start), trainer.loss(), trainer.threads);
    }
    case 'gradient-check':
      return timeOf(await able(can.checker)(load(request.problem)));
    case 'csv':
      return timeOf(able(can.loadCsv), request.file, request.target);
  }
}

function able<T>(ability: T | undefined): T {
  if (!ability) throw new Refusal('not one of its abilities');
  return ability;
}

async function timeOf<T extends unknown[]>(run: (...of: T) => Eventually<number>, ...of: T): Promise<Answer> {
  const start = performance.now();
  const value = await run(...of);
  return timed(since(start), value);
}

const timed = (us: number, value: number | null, threads = 1): Answer => ({ us, threads, value });

const since = (start: number) => 1000 * (performance.now() - start);

/** Warms up a new training before it is timed, unless a single step takes that long. */
async function warm(can: Abilities, problem: string, seconds: number): Promise<Trainer> {
  const trainer = await able(can.start)(load(problem), Infinity);
  await stepTime(trainer, seconds);
  return trainer;
}

/** The time between two readings of the clock. */
const chunkSeconds = 0.02;

/** Returns the time of a step in microseconds, from at least one run and at least `seconds` seconds. */
async function stepTime(trainer: Trainer, seconds: number): Promise<number> {
  const start = performance.now();
  let runs = 0;
  let chunk = 1;
  for (;;) {
    runs += await trainer.run(chunk);
    const elapsed = since(start) / 1e6;
    if (elapsed >= seconds) return (1e6 * elapsed) / (runs * trainer.stepsPerRun);
    chunk = Math.max(1, Math.floor((runs * Math.min(chunkSeconds, seconds - elapsed)) / elapsed));
  }
}

function load(folder: string): Loaded {
  const problem = JSON.parse(readFileSync(path.join(folder, 'problem.json'), 'utf8')) as Problem;
  const all = numbers(path.join(folder, 'parameters.f64'));
  let from = 0;
  const take = (count: number) => all.subarray(from, (from += count));
  return {
    ...problem,
    inputValues: numbers(path.join(folder, 'inputs.f64')),
    targetValues: numbers(path.join(folder, 'targets.f64')),
    parameters: problem.layers.map(({ inputs, units }) => ({
      weights: take(units * inputs),
      bias: take(units),
    })),
  };
}

function numbers(file: string): Float64Array {
  const bytes = readFileSync(file);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

function join(layers: readonly Parameters[]): Float64Array {
  const all = layers.flatMap(({ weights, bias }) => [weights, bias]);
  const joined = new Float64Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const values of all) {
    joined.set(values, at);
    at += values.length;
  }
  return joined;
}
