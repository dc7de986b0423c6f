import type { Dataset } from '../../engine/model/dataset.js';
import type { Network } from '../../engine/model/network.js';
import type { TrainingSpec } from '../../engine/model/spec.js';
import { scriptHead } from './scriptHead.js';
import { samplesSection } from './samplesSection.js';
import type { ScriptData } from './scriptData.js';
import { lossHelper, lossSection, scheduleSection } from './torchTraining.js';
import { loopSection } from './loopSection.js';
import { mainSection } from './mainSection.js';
import { randomSection } from './randomSection.js';
import { modelSection } from './torchModel.js';

/** The run that a script repeats. */
export interface ScriptRun {
  readonly name: string;
  /** The name of the script without its ending. What it reads beside it begins with the same name. */
  readonly stem: string;
  readonly network: Network;
  readonly dataset: Dataset;
  readonly training: TrainingSpec;
  readonly data: ScriptData;
}

/** Writes a Python script that trains a network with PyTorch as it is trained here. */
export function pythonScript(run: ScriptRun): string {
  const { network, training } = run;
  const random = randomSection(run);
  const helper = lossHelper(network);
  const schedule = scheduleSection(training);
  const sections = [
    ...(random ? [random] : []),
    samplesSection(run),
    modelSection(network),
    ...(helper ? [helper] : []),
    lossSection(network),
    ...(schedule ? [schedule] : []),
    loopSection(run),
    mainSection(run),
  ];
  const body = sections.join('\n\n\n');
  return `${scriptHead(run, body)}\n\n\n${body}\n`;
}

/** Whether the rows of an epoch are shuffled; for the gradient of all the data, their order matters only to rounding. */
export function isShuffled({ training, dataset }: Pick<ScriptRun, 'training' | 'dataset'>): boolean {
  const { rows } = dataset.training.inputs;
  return (
    training.shuffle && ((training.batchSize ?? rows) < rows || training.optimizer.type === 'perceptron')
  );
}
