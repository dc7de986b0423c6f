import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '../src/config/parse.js';
import { loadDataset } from '../src/data/loadDataset.js';
import { createNetwork } from '../src/engine/model/initialize.js';
import { projectRoot } from '../test/host/paths.js';
import { expectedGradients, tolerances, wrongGradient } from './expectedGradients.js';
import type { Contestant } from './contestant.js';
import type { Engine } from './engines.js';
import { createProblem, problemOf, writeCsv, writeProblem, type ProblemData } from './problem.js';
import type { Request } from './protocol.js';
import { parametersOf, type TrainWorkload, type Workload } from './workloads.js';
import { filesIn } from '../src/node/filesIn.js';

/** A workload with its files on disk. */
export interface Prepared {
  readonly workload: Workload;
  request(seconds: number): Request;
  /** Checks a contestant before it is timed. Returns why it must not be timed, or null. */
  check(contestant: Contestant): Promise<string | null>;
  /** Returns what is wrong with the result, or null. */
  wrongValue(engine: Engine, value: number | null): string | null;
}

const nothing = { check: () => Promise.resolve(null), wrongValue: () => null };

export async function prepare(workload: Workload, folder: string): Promise<Prepared> {
  switch (workload.kind) {
    case 'step':
      return prepareStep(workload, createProblem(workload.name, workload.shape), folder);
    case 'train':
      return prepareTrain(workload, folder);
    case 'gradient-check': {
      const problem = writeProblem(folder, createProblem(workload.name, workload.shape));
      const expected = parametersOf(workload.shape);
      const wrongValue = (_: Engine, value: number | null) =>
        value === expected ? null : `found ${value} of ${expected} gradients right`;
      return { ...nothing, workload, request: () => ({ do: 'gradient-check', problem }), wrongValue };
    }
    case 'csv': {
      const { file, sum } = writeCsv(folder, workload.rows, workload.columns);
      const request: Request = { do: 'csv', file, target: `c${workload.columns}` };
      const wrongValue = (_: Engine, value: number | null) => wrong(value, sum, 1e-6);
      return { ...nothing, workload, request: () => request, wrongValue };
    }
  }
}

function prepareStep(workload: Workload, data: ProblemData, folder: string): Prepared {
  const problem = writeProblem(folder, data);
  return {
    ...nothing,
    workload,
    request: (seconds) => ({ do: 'step', problem, seconds }),
    check: gradientChecker(data, problem),
  };
}

async function prepareTrain(workload: TrainWorkload, folder: string): Promise<Prepared> {
  const { name, example, steps, loss } = workload;
  const data = await exampleProblem(name, example);
  const problem = writeProblem(folder, data);
  return {
    workload,
    request: () => ({ do: 'train', problem, steps }),
    check: gradientChecker(data, problem),
    // A variant of the problem ends with another loss.
    wrongValue: ({ variant, tolerance }, value) =>
      variant ? null : wrong(value, loss, tolerance ? 1e-2 : 1e-6),
  };
}

async function exampleProblem(name: string, example: string): Promise<ProblemData> {
  const file = path.join(projectRoot, 'examples', example);
  const { spec } = await parseConfig(readFileSync(file, 'utf8'), example);
  const dataset = spec?.kind === 'network' && (await loadDataset(spec, filesIn(path.dirname(file)))).dataset;
  if (!dataset) throw new Error(`${example} cannot be loaded`);
  const network = createNetwork(spec, dataset.training.inputs.columns, spec.training);
  return problemOf(name, network, dataset, spec.training.optimizer.learningRate);
}

/** Returns a check that compares a contestant's gradients with those of the plain loops in float64. */
function gradientChecker(data: ProblemData, problem: string) {
  const lengths = data.problem.layers.flatMap(({ inputs, units }) => [inputs * units, units]);
  let plain: ReturnType<typeof expectedGradients> | undefined;
  return async (contestant: Contestant): Promise<string | null> => {
    const into = path.join(problem, 'gradients.f64');
    await contestant.ask({ do: 'gradients', problem, into });
    const { variant, tolerance } = contestant.engine;
    const expected = variant
      ? expectedGradients(data, variant(data.problem))
      : (plain ??= expectedGradients(data));
    const bytes = readFileSync(into);
    const given = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    const found = wrongGradient(expected, lengths, given, tolerance ?? tolerances[data.problem.precision]);
    return found && `its gradients are wrong: ${found}`;
  };
}

function wrong(value: number | null, expected: number, tolerance: number): string | null {
  const isRight = value !== null && Math.abs(value - expected) <= tolerance * Math.abs(expected);
  return isRight ? null : `comes to ${value} in place of ${expected}`;
}
