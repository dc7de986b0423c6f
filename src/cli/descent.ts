import * as l10n from '@vscode/l10n';
import type { FunctionConfig } from '../config/spec.js';
import { differentiate } from '../engine/maths/differentiate.js';
import { drain } from '../engine/pacing.js';
import { FunctionJob } from '../jobs/functionJob.js';
import { metricsRecord } from './epochLog.js';
import { describeOutcome, outcomeRecord } from './outcome.js';
import type { Ending } from './outcome.js';
import type { Config } from './readConfig.js';
import type { Session } from './session.js';
import { startEvent } from './startEvent.js';
import { formatNumber } from './table.js';
import { trainJob } from './trainJob.js';

/** Runs gradient descent on a plain function of x and y, and prints its progress and result. */
export async function trainFunction(config: Config, spec: FunctionConfig, session: Session): Promise<Ending> {
  const { call, output } = session;
  const job = new FunctionJob(spec, null);
  if (call.json) output.json(startEvent(config, spec));
  else
    output.line(l10n.t('{0}: f(x, y) = {1} from {2}', spec.name, spec.function.text, pointText(spec.start)));
  const { outcome, seconds } = await trainJob(job, spec.training.epochs, session);
  const metrics = drain(job.measure());
  if (call.json) {
    output.json({
      event: 'done',
      epochs: metrics.epoch,
      ...metricsRecord(metrics),
      outcome: outcomeRecord(outcome),
    });
    return outcome;
  }
  output.line();
  output.line(describeOutcome(outcome, metrics.epoch, seconds));
  output.line(l10n.t('f={0} at {1}', formatNumber(metrics.loss), pointText(metrics.point!)));
  return outcome;
}

/** Prints the function's value and gradient at the start of the descent. */
export function functionGradient(
  { function: expression, start: [x, y] }: FunctionConfig,
  { call, output }: Session,
): void {
  const { value, gradient } = differentiate(expression, { x, y });
  if (call.json) {
    output.json({ loss: value, x, y, gradient: [gradient.x, gradient.y] });
    return;
  }
  output.line(l10n.t('f={0} at {1}', formatNumber(value), pointText([x, y])));
  output.line(`∂f/∂x=${formatNumber(gradient.x)}  ∂f/∂y=${formatNumber(gradient.y)}`);
}

const pointText = ([x, y]: readonly [number, number]): string => `(${formatNumber(x)}, ${formatNumber(y)})`;
