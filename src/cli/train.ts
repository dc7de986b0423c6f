import { failureFinding } from '../config/failure.js';
import type { NetworkConfig } from '../config/spec.js';
import { backendOf, type Backend } from '../engine/training/backend.js';
import type { Dataset } from '../engine/model/dataset.js';
import { evaluateSteps } from '../engine/pass/evaluate.js';
import { createNetworkSteps } from '../engine/model/initialize.js';
import type { TrainingSpec } from '../engine/model/spec.js';
import { startTraining, type TrainingState } from '../engine/training/state.js';
import { measure, train as trainSteps } from '../engine/training/train.js';
import { toProblems } from './config.js';
import type { Config } from './config.js';
import { trainFunction } from './descent.js';
import { EpochLog } from './epochs.js';
import { conclude, drive } from './io.js';
import type { Ending } from './outcome.js';
import { showProblem } from './problems.js';
import { backendsFor, isForAnother } from './backends.js';
import { describeRun, doneEvent, endLines, type Scores } from './result.js';
import { requireData, requireSpec } from './session.js';
import type { Session } from './session.js';

/** Trains what a config describes, and prints its progress and result. @returns whether it succeeded */
export async function train(config: Config, session: Session): Promise<boolean> {
  const { again } = session.io;
  if (again && (await isForAnother(again.apart, config, session)))
    return (await again.call(session.io.interrupted)) === 0;
  const spec = requireSpec(config, session);
  if (!spec) return false;
  const outcome =
    spec.kind === 'network' ? await trainNetwork(config, spec, session) : await trainFunction(spec, session);
  if (outcome?.kind !== 'failed') return outcome !== null;
  for (const problem of toProblems(config, [failureFinding(outcome.failure, spec)])) {
    session.io.stderr.write(`${showProblem(config, problem)}\n`);
  }
  return false;
}

function* score(
  state: TrainingState,
  dataset: Dataset,
  training: TrainingSpec,
  backend: Backend | null,
): Generator<undefined, Scores> {
  const { network } = state;
  const { task, validation } = dataset;
  return {
    metrics: yield* measure(state, dataset, training, backend),
    training: yield* evaluateSteps(network, dataset.training, task, backend),
    validation: validation && (yield* evaluateSteps(network, validation, task, backend)),
  };
}

/** Trains a network and prints its result. Returns null where the data cannot be loaded. */
async function trainNetwork(config: Config, spec: NetworkConfig, session: Session): Promise<Ending | null> {
  const { io, output, call } = session;
  const { training } = spec;
  const dataset = await requireData(config, spec, session);
  if (!dataset) return null;
  const creation = createNetworkSteps(spec, dataset.training.inputs.columns, training);
  const created = await conclude(creation, io, output);
  if (!created) return undefined;
  const state = startTraining(created, training);
  if (!call.json) output.line(describeRun(spec, state.network, dataset));
  const backend = backendOf(backendsFor(config, session), state, dataset, training);
  const log = new EpochLog(session, training.epochs);
  const steps = trainSteps(state, dataset, training, {
    evaluateEvery: log.every,
    createBackend: () => backend,
  });
  const outcome = await drive(steps, io, output, (metrics) => log.take(metrics, state.epoch));
  log.end();
  const { network, epoch } = state;
  const scores = await conclude(score(state, dataset, training, backend), io, output);
  const result = { spec, network, dataset, epoch, scores: scores ?? null, outcome, seconds: log.seconds };
  if (call.json) output.json(doneEvent(result));
  else for (const line of endLines(result)) output.line(line);
  return outcome;
}
