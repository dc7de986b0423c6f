import { isShuffled, type ScriptRun } from './pythonScript.js';
import { indented, pythonNumber } from './pythonText.js';
import { isFused } from './torchModel.js';
import { isConstantRate } from './torchTraining.js';
import { linearIndices } from '../stateOf.js';

/** Returns the functions that train an epoch and measure the network. */
export function loopSection(run: ScriptRun): string {
  const { network, training } = run;
  const epoch = training.optimizer.type === 'perceptron' ? perceptronEpoch(run) : trainEpoch(run);
  return [
    ...(network.classWeights ? [classWeights(network.classWeights)] : []),
    ...(hasPenalty(run) ? [penalty(run)] : []),
    epoch,
    measure(run),
  ].join('\n\n\n');
}

const hasPenalty = ({ training: { regularization } }: ScriptRun): boolean =>
  regularization.l1 !== 0 || regularization.l2 !== 0;

const classWeights = (
  weights: readonly number[],
): string => `CLASS_WEIGHTS = torch.tensor([${weights.map(pythonNumber).join(', ')}]).to(DEVICE)


def weights_of(targets):
    """Returns the weight of each sample's class in the loss."""
    return CLASS_WEIGHTS[${weights.length === 2 ? 'targets[:, 0].gt(0.5).long() if targets.shape[1] == 1 else targets.argmax(dim=1)' : 'targets.argmax(dim=1)'}]`;

/** Returns the penalty, which is taken over the weights that are trained. */
function penalty({ network: { layers }, training: { regularization } }: ScriptRun): string {
  const { l1, l2 } = regularization;
  const indices = linearIndices(layers).filter((_, i) => layers[i].weightsTrainable);
  const terms = [
    ...(l1 === 0 ? [] : [`${pythonNumber(l1)} * weight.abs().sum()`]),
    ...(l2 === 0 ? [] : [`${pythonNumber(l2)} / 2 * weight.square().sum()`]),
  ];
  return `def penalty(model):
    """Computes the penalty of regularization, over the weights but not the biases."""
    weights = [model[i].weight for i in (${indices.map((index) => `${index},`).join(' ')})]
    return sum(${terms.join(' + ')} for weight in weights)`;
}

const orderOf = (run: ScriptRun): string =>
  isShuffled(run) ? 'shuffled(TRAINING_SAMPLES, epoch)' : 'torch.arange(TRAINING_SAMPLES)';

function trainEpoch(run: ScriptRun): string {
  const { network, training } = run;
  const drops = network.layers.some(({ dropout }) => dropout > 0);
  const isSum = network.reduction === 'sum';
  const weighted = network.classWeights !== null;
  const total = isSum ? '' : weighted ? ' / (total or 1)' : ' / len(rows)';
  const addPenalty = hasPenalty(run) ? ' + penalty(model)' : '';
  const batch = [
    'rows = order[start : start + BATCH_SIZE]',
    'own = rows % WORLD_SIZE == RANK',
    'samples = rows[own] // WORLD_SIZE',
    ...(drops
      ? [
          `for module in model:
    if isinstance(module, Dropout):
        module.draw(${stepText(run)}, len(rows), own)`,
        ]
      : []),
    'losses = sample_losses(parallel(inputs[samples]), targets[samples])',
    ...(weighted ? ['weights = weights_of(targets[samples])', 'losses = weights * losses'] : []),
    ...(weighted && !isSum ? ['total = summed(weights.sum()).item()'] : []),
    '# The gradients of the processes are averaged, so that their sum needs this factor.',
    `loss = WORLD_SIZE * losses.sum()${total}${addPenalty}`,
    'optimizer.zero_grad()',
    'loss.backward()',
    ...(training.clipGradientNorm === null
      ? []
      : [`nn.utils.clip_grad_norm_(model.parameters(), ${pythonNumber(training.clipGradientNorm)})`]),
    'optimizer.step()',
  ].join('\n');
  const head = drops
    ? 'for batch, start in enumerate(range(0, TRAINING_SAMPLES, BATCH_SIZE)):'
    : 'for start in range(0, TRAINING_SAMPLES, BATCH_SIZE):';
  return `${summed}


def train_epoch(model, parallel, optimizer, inputs, targets, epoch):
    """Takes one pass over the training samples. Of each batch, a process takes the samples that it has."""
    model.train()
    order = ${orderOf(run)}
    ${head}
${indented(batch, 2)}`;
}

const summed = `def summed(values):
    """Returns the sum over all processes."""
    if WORLD_SIZE > 1:
        distributed.all_reduce(values)
    return values`;

function stepText({ training, dataset }: ScriptRun): string {
  const { rows } = dataset.training.inputs;
  const batches = Math.ceil(rows / Math.min(training.batchSize ?? rows, rows));
  return batches === 1 ? 'epoch - 1' : `(epoch - 1) * ${batches} + batch`;
}

function perceptronEpoch(run: ScriptRun): string {
  const [layer] = run.network.layers;
  const updates = [
    ...(layer.weightsTrainable ? ['model[0].weight += rate * torch.outer(error, inputs[row])'] : []),
    ...(layer.bias && layer.biasTrainable
      ? [`model[0].bias += rate * error${layer.biasShared ? '.sum()' : ''}`]
      : []),
  ];
  return `${summed}


@torch.no_grad()
def train_epoch(model, inputs, targets, epoch):
    """Applies Rosenblatt's rule to each training sample. Returns the number of samples that were misclassified."""
    mistakes = 0
    rate = ${isConstantRate(run.training) ? pythonNumber(run.training.optimizer.learningRate) : 'learning_rate(epoch)'}
    for row in ${orderOf(run)}:
        error = targets[row] - model(inputs[row : row + 1])[0]
        if error.any():
            mistakes += 1
${indented(updates.join('\n'), 3)}
    return mistakes`;
}

function measure(run: ScriptRun): string {
  const { network, dataset } = run;
  const { columns } = dataset.training.targets;
  const isClassification = dataset.task === 'classification';
  const threshold = isFused(network) ? 0 : 0.5;
  const right =
    columns === 1
      ? `(outputs > ${threshold}) == (expected > 0.5)`
      : 'outputs.argmax(dim=1) == expected.argmax(dim=1)';
  const weighted = network.classWeights !== null;
  const isSum = network.reduction === 'sum';
  const sums = [
    weighted ? '(weights * losses).sum()' : 'losses.sum()',
    ...(weighted && !isSum ? ['weights.sum()'] : []),
    'len(expected)',
    ...(isClassification ? [`(${right}).sum()`] : []),
  ];
  const names = [
    'loss',
    ...(weighted && !isSum ? ['weight'] : []),
    'count',
    ...(isClassification ? ['right'] : []),
  ];
  const loss = isSum ? 'loss' : `loss / ${weighted ? 'weight' : 'count'}`;
  return `@torch.no_grad()
def measure(model, inputs, targets):
    """Computes the loss${isClassification ? ' and the accuracy' : ''} of all samples."""
    model.eval()
    sums = torch.zeros(${sums.length}, dtype=torch.float64, device=DEVICE)
    for start in range(0, len(inputs), 1024):
        expected = targets[start : start + 1024]
        outputs = model(inputs[start : start + 1024])
        losses = sample_losses(outputs, expected)
${weighted ? '        weights = weights_of(expected)\n' : ''}        sums += torch.tensor([${sums.join(', ')}]).to(sums)
    ${names.join(', ')} = summed(sums).tolist()
    return {"loss": ${loss}${isClassification ? ', "accuracy": right / count' : ''}}`;
}
