/** The host's side of the Step view: a walk through a real config, told to a page as the extension tells it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { parseConfig } from '../../../src/config/parse.js';
import type { Spec } from '../../../src/config/spec.js';
import { openWalk } from '../../../src/debug/open.js';
import type { Walk } from '../../../src/debug/walk.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import { startTraining, type TrainingState } from '../../../src/engine/training/state.js';
import { train } from '../../../src/engine/training/train.js';
import { stepView } from '../../../src/host/steps/stepView.js';
import { moveBy } from '../../../src/host/steps/stepViewMove.js';
import { passView } from '../../../src/host/steps/stepViewPass.js';
import type { StepCommand, StepOptions } from '../../../src/protocol.js';
import { projectRoot } from '../../host/paths.js';
import { posted, send } from './steps.js';
import { filesIn } from '../../../src/node/filesIn.js';

const examples = path.join(projectRoot, 'examples');

/** One of the examples, or a config's text; from the state of a run where one is given. */
export async function walkThrough(name: string, text?: string, state?: TrainingState): Promise<Walk> {
  return openWalk({ spec: await specOf(name, text), problem: null, files: filesIn(examples), state });
}

/** The state of a run of an example after some epochs. */
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

/** Of all guides: as in the host, no two passes are mistaken for each other. */
let passes = 0;

/** Answers what the page has asked for since, and tells it of every move that comes of it; gives back what it asked. */
export class Guide {
  private options: StepOptions = { digits: 6, parameter: null, aside: 'unit' };
  private pass = 0;

  constructor(
    private readonly page: Page,
    readonly walk: Walk,
  ) {}

  async answer(): Promise<StepCommand[]> {
    const commands = (await posted(this.page)).flatMap((message) =>
      message.type === 'stepping' ? [message.command] : [],
    );
    for (const command of commands) await this.obey(command);
    return commands;
  }

  async tellPass(): Promise<void> {
    await send(this.page, { type: 'pass', pass: passView(this.walk, (this.pass = ++passes)), reason: null });
    await this.tellStep();
  }

  async tellStep(): Promise<void> {
    await send(this.page, { type: 'step', step: stepView(this.walk, this.options, this.pass) });
  }

  private async obey(command: StepCommand): Promise<void> {
    if (command.name === 'watch') {
      this.options = command.options;
      await (this.pass === 0 ? this.tellPass() : this.tellStep());
    } else if (command.name !== 'unwatch' && command.name !== 'restart' && command.name !== 'copy') {
      const { trace, outcome } = this.walk;
      await moveBy(command, this.walk);
      const isSame = trace === this.walk.trace && outcome === this.walk.outcome;
      await (isSame ? this.tellStep() : this.tellPass());
    }
  }
}
