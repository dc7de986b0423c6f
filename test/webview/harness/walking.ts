/** Acts as the host of the Step view: it walks through a real config and sends the steps to a page. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { parseConfig } from '../../../src/config/parse.js';
import type { Spec } from '../../../src/config/spec.js';
import { openWalk } from '../../../src/debug/openWalk.js';
import { Walk } from '../../../src/debug/walk.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import { drain } from '../../../src/engine/pacing.js';
import { plainLoops } from '../../../src/engine/training/backend.js';
import { startTraining, type TrainingState } from '../../../src/engine/training/state.js';
import { train } from '../../../src/engine/training/train.js';
import { stepView } from '../../../src/host/steps/stepView.js';
import { moveBy } from '../../../src/host/steps/stepViewMove.js';
import { passView } from '../../../src/host/steps/stepViewPass.js';
import { NetworkJob, startNetwork } from '../../../src/jobs/networkJob.js';
import type { StepCommand, StepOptions } from '../../../src/protocol.js';
import { loaded } from '../../debug/support.js';
import { projectRoot } from '../../host/paths.js';
import { posted, send } from './steps.js';
import { filesIn } from '../../../src/node/filesIn.js';

const examples = path.join(projectRoot, 'examples');

/** Opens a walk through an example or a config's text, optionally from the state of a run. */
export async function walkThrough(name: string, text?: string, state?: TrainingState): Promise<Walk> {
  return openWalk({ spec: await specOf(name, text), problem: null, files: filesIn(examples), state });
}

/** Returns the state of a run of an example after some epochs. */
/** Trains until the run fails, and returns a walk at the operation in which it did. */
export async function failedWalk(): Promise<Walk> {
  const { config, dataset } = await loaded({
    layers: [
      { units: 2, activation: 'relu', weights: { value: [[1, 1], [1e150, 1]] }, bias: false },
      { units: 1 },
    ],
    loss: 'meanSquaredError',
    data: { inputs: [[1, 2], [3, 4], [1e160, 5]], targets: [[1], [2], [3]] },
    training: { optimizer: { type: 'sgd', learningRate: 1e-300 }, batchSize: 1, shuffle: false },
  }); // prettier-ignore
  const state = drain(startNetwork(config, dataset));
  const outcome = drain(new NetworkJob(config, dataset, state, plainLoops).train());
  if (outcome.kind !== 'failed') throw new Error('The run did not fail.');
  return Walk.open({ config, dataset, state }, outcome.failure.operation);
}

export async function trainedState(name: string, epochs: number): Promise<TrainingState> {
  const walk = await walkThrough(name);
  const { dataset, config } = walk;
  const training = { ...config.training, epochs };
  const state = startTraining(createNetwork(config, dataset.training.inputs.columns, training), training);
  const run = train(state, dataset, training);
  while (!run.next().done);
  return state;
}

async function specOf(name: string, text?: string): Promise<Spec | null> {
  const file = path.join(examples, `${name}.backprop.json`);
  return (await parseConfig(text ?? readFileSync(file, 'utf8'), file)).spec;
}

/** The number of passes of all guides, which identifies each pass as in the host. */
let passes = 0;

/** Serves the Step view of a page: executes the commands that it posts, and sends the resulting passes and steps. */
export class Guide {
  private options: StepOptions = { digits: 6, parameter: null, aside: 'unit' };
  private pass = 0;

  constructor(
    private readonly page: Page,
    readonly walk: Walk,
  ) {}

  /** Executes the commands that the page has posted since the last call, and returns them. */
  async answer(): Promise<StepCommand[]> {
    const commands = (await posted(this.page)).flatMap((message) =>
      message.type === 'stepping' ? [message.command] : [],
    );
    for (const command of commands) await this.execute(command);
    return commands;
  }

  async sendPass(): Promise<void> {
    await send(this.page, { type: 'pass', pass: passView(this.walk, (this.pass = ++passes)), reason: null });
    await this.sendStep();
  }

  async sendStep(): Promise<void> {
    await send(this.page, { type: 'step', step: stepView(this.walk, this.options, this.pass) });
  }

  private async execute(command: StepCommand): Promise<void> {
    if (command.name === 'watch') {
      this.options = command.options;
      await (this.pass === 0 ? this.sendPass() : this.sendStep());
    } else if (command.name !== 'unwatch' && command.name !== 'restart' && command.name !== 'copy') {
      const { trace, outcome } = this.walk;
      await moveBy(command, this.walk);
      const isSame = trace === this.walk.trace && outcome === this.walk.outcome;
      await (isSame ? this.sendStep() : this.sendPass());
    }
  }
}
