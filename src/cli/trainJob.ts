import type { EpochMetrics } from '../engine/model/metrics.js';
import { drive } from '../jobs/drive.js';
import type { Job } from '../jobs/job.js';
import { EpochLog, printInterval } from './epochLog.js';
import type { HealthLog } from './healthLog.js';
import { orAborted } from './io.js';
import type { Ending } from './outcome.js';
import { driving, type Session } from './session.js';

export interface Trained {
  readonly outcome: Ending;
  /** The time from the start to the end of the training, in seconds. */
  readonly seconds: number;
}

/** Trains to the end, or until the user interrupts, and prints the metrics of epochs. */
export async function trainJob(
  job: Job,
  epochs: number,
  session: Session,
  health: HealthLog | null = null,
): Promise<Trained> {
  const interval = printInterval(session.call, epochs);
  const steps = job.train(interval);
  const log = new EpochLog(session, epochs, interval);
  const take = (metrics: EpochMetrics | undefined): void => {
    log.take(metrics, job.state.epoch);
    health?.update();
  };
  const training = drive(steps, { ...driving(session), take });
  const outcome = await orAborted(training, session.io.interrupted);
  log.end();
  health?.end();
  return { outcome, seconds: log.seconds };
}
