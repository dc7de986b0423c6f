import { failureFinding } from '../config/failureFinding.js';
import type { NetworkConfig } from '../config/spec.js';
import { HealthMonitor } from '../jobs/healthMonitor.js';
import { NetworkJob, startNetwork } from '../jobs/networkJob.js';
import { toProblems } from './readConfig.js';
import type { Config } from './readConfig.js';
import { trainFunction } from './descent.js';
import { conclude } from './conclude.js';
import { hasStoppedWorse, type Ending, type LossChange } from './outcome.js';
import { showProblem } from './problems.js';
import { backendsFor, isForChild } from './backends.js';
import { HealthLog } from './healthLog.js';
import { importanceLines, importanceRecord, measureImportance } from './importance.js';
import { describeRun, doneEvent, endLines } from './result.js';
import { checkOutputFile } from './writeOutputFile.js';
import { saveModel } from './saveModel.js';
import { requireData, requireSpec, type Session } from './session.js';
import { startEvent } from './startEvent.js';
import { trainJob } from './trainJob.js';

/** Trains what a config describes, and prints its progress and result. @returns whether it succeeded */
export async function train(config: Config, session: Session): Promise<boolean> {
  const { child } = session.io;
  if (child && (await isForChild(child.options, config, session)))
    return (await child.call(session.io.interrupted)) === 0;
  if (session.call.save !== null) await checkOutputFile(session.call.save);
  const spec = requireSpec(config, session);
  if (!spec) return false;
  const ended =
    spec.kind === 'network'
      ? await trainNetwork(config, spec, session)
      : { outcome: await trainFunction(config, spec, session), alarms: [], lossChange: null };
  if (ended?.outcome?.kind !== 'failed')
    return ended !== null && !hasStoppedWorse(ended.outcome, ended.lossChange);
  for (const problem of toProblems(config, [failureFinding(ended.outcome.failure, spec, ended.alarms)])) {
    session.io.stderr.write(`${showProblem(config, problem)}\n`);
  }
  return false;
}

/** How a run ended, and the alarms that hold then. */
interface Ended {
  readonly outcome: Ending;
  readonly alarms: HealthMonitor['alarms'];
  readonly lossChange: LossChange | null;
}

/** Trains a network and prints its result. Returns null where the data cannot be loaded. */
async function trainNetwork(config: Config, spec: NetworkConfig, session: Session): Promise<Ended | null> {
  const { output, call } = session;
  const dataset = await requireData(config, spec, session);
  if (!dataset) return null;
  const state = await conclude(startNetwork(spec, dataset), session);
  if (!state) return { outcome: undefined, alarms: [], lossChange: null };
  if (call.json) output.json(startEvent(config, spec));
  else output.line(describeRun(spec, state.network, dataset));
  const health = new HealthMonitor(spec, dataset, state.network);
  const job = new NetworkJob(spec, dataset, state, backendsFor(config, session), undefined, health);
  const log = new HealthLog(health, config, session);
  const trained = await trainJob(job, spec.training.epochs, session, log);
  const scores = (await conclude(job.scores(), session)) ?? null;
  const isDone = trained.outcome && trained.outcome.kind !== 'failed';
  const testing = isDone ? job.test() : null;
  const test = (testing && (await conclude(testing, session))) ?? null;
  const importance = isDone ? await measureImportance(job, session) : null;
  const start = health.history.metrics.at(0);
  const lossChange = scores && start?.epoch === 0 ? { start: start.loss, end: scores.metrics.loss } : null;
  const result = {
    spec,
    state,
    dataset,
    scores,
    test,
    ...trained,
    lossChange,
  };
  if (call.json && importance) output.json(importanceRecord(importance));
  if (call.json) output.json(doneEvent(result));
  else
    for (const line of [...endLines(result), ...importanceLines(importance), ...log.lines]) output.line(line);
  await saveModel(result, session);
  return { outcome: trained.outcome, alarms: health.alarms, lossChange };
}
