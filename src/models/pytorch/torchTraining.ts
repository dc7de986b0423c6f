import type { Network } from '../../engine/model/network.js';
import type { OptimizerSpec, TrainingSpec } from '../../engine/model/spec.js';
import { hasComparison, pythonFormula } from './pythonFormula.js';
import { pythonNumber } from './pythonText.js';
import { isFused } from './torchModel.js';

/** Returns the function that computes the loss of each sample. */
export function lossSection(network: Network): string {
  const { docs, lines } = lossOf(network);
  const body = lines.map((line) => `    ${line}\n`).join('');
  return `def sample_losses(outputs, targets):\n    """${docs}"""\n${body}`.trimEnd();
}

interface LossText {
  readonly docs: string;
  readonly lines: readonly string[];
}

function lossOf(network: Network): LossText {
  const { loss, reduction } = network;
  const docs = 'Computes the loss of each sample.';
  const average = reduction === 'sum' ? 'sum' : 'mean';
  const torchLoss = (name: string): LossText => ({
    docs,
    lines: [`return F.${name}(outputs, targets, reduction="none").${average}(dim=1)`],
  });
  if (typeof loss !== 'string') return customLoss(network);
  if (isFused(network)) return fused(loss === 'crossEntropy', average);
  switch (loss) {
    case 'halfSquaredError':
      return { docs, lines: ['return F.mse_loss(outputs, targets, reduction="none").sum(dim=1) / 2'] };
    case 'meanSquaredError':
      return torchLoss('mse_loss');
    case 'meanAbsoluteError':
      return torchLoss('l1_loss');
    case 'huber':
      return torchLoss('huber_loss');
    case 'crossEntropy':
      return { docs, lines: ['return -times_log(targets, outputs).sum(dim=1)'] };
    case 'binaryCrossEntropy':
      return {
        docs,
        lines: [
          `return -(times_log(targets, outputs) + times_log(1 - targets, 1 - outputs)).${average}(dim=1)`,
        ],
      };
  }
}

function fused(isCrossEntropy: boolean, average: string): LossText {
  return isCrossEntropy
    ? {
        docs: 'Computes the loss of each sample. The outputs are the net inputs of softmax, which is part of it.',
        lines: ['return F.cross_entropy(outputs, targets, reduction="none")'],
      }
    : {
        docs: 'Computes the loss of each sample. The outputs are the net inputs of the sigmoid, which is part of it.',
        lines: [
          `return F.binary_cross_entropy_with_logits(outputs, targets, reduction="none").${average}(dim=1)`,
        ],
      };
}

/** Returns the functions that a loss needs besides torch's; null where it needs none. */
export function lossHelper(network: Network): string | null {
  const { loss } = network;
  if (typeof loss !== 'string') return loss.df ? customLossFunction(network) : null;
  if (isFused(network) || !(loss === 'crossEntropy' || loss === 'binaryCrossEntropy')) return null;
  return `def times_log(t, y):
    """Computes t log y, which is 0 where t is 0."""
    return t * torch.log(torch.where(t == 0, torch.ones_like(y), y))`;
}

const names = { y: 'outputs', t: 'targets' };

function customLoss({ loss }: Network): LossText {
  const docs = 'Computes the loss of each sample.';
  if (typeof loss === 'string') throw new Error('The loss has a name.');
  if (loss.df) return { docs, lines: ['return CustomLoss.apply(outputs, targets).sum(dim=1)'] };
  const flat = hasComparison(loss.f) ? ' + 0 * outputs' : '';
  return { docs, lines: [`return (${pythonFormula(loss.f, names)}${flat}).sum(dim=1)`] };
}

function customLossFunction({ loss }: Network): string {
  if (typeof loss === 'string' || !loss.df) throw new Error('The loss has no derivative of its own.');
  return `class CustomLoss(torch.autograd.Function):
    @staticmethod
    def forward(ctx, outputs, targets):
        ctx.save_for_backward(outputs, targets)
        return ${pythonFormula(loss.f, names)}

    @staticmethod
    def backward(ctx, gradient):
        outputs, targets = ctx.saved_tensors
        return gradient * (${pythonFormula(loss.df, names)}), None`;
}

/** Returns the call that creates the optimizer; null for Rosenblatt's rule, which needs none. */
export function optimizerCall(optimizer: OptimizerSpec): string | null {
  switch (optimizer.type) {
    case 'sgd': {
      const { momentum, nesterov, weightDecay } = optimizer;
      return call('SGD', optimizer, {
        momentum,
        nesterov: momentum !== 0 && nesterov,
        weight_decay: weightDecay,
      });
    }
    case 'adagrad':
      return call('Adagrad', optimizer, { eps: optimizer.epsilon, weight_decay: optimizer.weightDecay });
    case 'rmsprop': {
      const { alpha, epsilon, momentum, weightDecay } = optimizer;
      return call('RMSprop', optimizer, { alpha, eps: epsilon, momentum, weight_decay: weightDecay });
    }
    case 'adam':
    case 'adamw': {
      const { betas, epsilon, weightDecay } = optimizer;
      const name = optimizer.type === 'adam' ? 'Adam' : 'AdamW';
      return call(name, optimizer, { betas, eps: epsilon, weight_decay: weightDecay });
    }
    case 'perceptron':
      return null;
  }
}

type Argument = number | boolean | readonly [number, number];

/** Returns the call of an optimizer. Arguments that are 0 or false are its defaults, except AdamW's weight decay. */
function call(
  name: string,
  { learningRate }: OptimizerSpec,
  more: Readonly<Record<string, Argument>>,
): string {
  const given = Object.entries(more).filter(
    ([key, value]) => (name === 'AdamW' && key === 'weight_decay') || Boolean(value),
  );
  const texts = given.map(([key, value]) => `, ${key}=${argument(value)}`);
  return `torch.optim.${name}(parameters, lr=${pythonNumber(learningRate)}${texts.join('')})`;
}

function argument(value: Argument): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? pythonNumber(value) : `(${value.map(pythonNumber).join(', ')})`;
}

/** Returns whether all epochs have the same learning rate. */
export const isConstantRate = ({ schedule, warmupEpochs }: TrainingSpec): boolean =>
  schedule.type === 'constant' && warmupEpochs <= 1;

/**
 * Returns the function of the learning rate; null where all epochs have the same. With `reduceOnPlateau` it takes the rate
 * that torch's scheduler has set.
 */
export function scheduleSection(training: TrainingSpec): string | null {
  const { warmupEpochs, schedule } = training;
  if (isConstantRate(training)) return null;
  const text = scheduledRate(training);
  const parameters = schedule.type === 'reduceOnPlateau' ? 'epoch, rate' : 'epoch';
  const warmup =
    warmupEpochs > 1
      ? `    if epoch < ${warmupEpochs}:\n        rate = rate * epoch / ${warmupEpochs}\n`
      : '';
  const assign = warmup && schedule.type !== 'reduceOnPlateau' ? `    rate = ${text}\n` : '';
  return `def learning_rate(${parameters}):
    """Returns the learning rate of an epoch, counted from 1."""
${assign}${warmup}    return ${warmup ? 'rate' : text}`;
}

/** Returns the rate of the schedule in Python. */
function scheduledRate({ schedule, optimizer }: TrainingSpec): string {
  const start = pythonNumber(optimizer.learningRate);
  switch (schedule.type) {
    case 'constant':
      return start;
    case 'step':
      return `${start} * ${schedule.gamma} ** ((epoch - 1) // ${schedule.stepSize})`;
    case 'exponential':
      return `${start} * ${schedule.gamma} ** (epoch - 1)`;
    case 'cosine': {
      const low = pythonNumber(schedule.minLearningRate);
      return `${low} + (${start} - ${low}) * (1 + math.cos(math.pi * (epoch - 1) / ${schedule.epochs})) / 2`;
    }
    case 'reduceOnPlateau':
      return 'rate';
  }
}
