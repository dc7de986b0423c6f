import type { ScriptRun } from './pythonScript.js';
import { indented, pythonNumber } from './pythonText.js';
import { isConstantRate, optimizerCall } from './torchTraining.js';

/** Returns the checkpoints and the main function of a script. */
export function mainSection(run: ScriptRun): string {
  return [checkpoints, parseArguments, mainFunction(run), 'if __name__ == "__main__":\n    main()'].join(
    '\n\n\n',
  );
}

const checkpoints = `def save_checkpoint(file, state):
    """Replaces the checkpoint at once, so that it is whole at any time."""
    torch.save(state, f"{file}.new")
    os.replace(f"{file}.new", file)


def read_checkpoint(file):
    """Returns the state to continue from, which the first process reads; None where there is none."""
    state = [torch.load(file, map_location=DEVICE) if RANK == 0 and file and os.path.exists(file) else None]
    if WORLD_SIZE > 1:
        distributed.broadcast_object_list(state)
    return state[0]`;

const parseArguments = `def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", help="continue from this file if it exists, and write it after each epoch")
    parser.add_argument("--save", help="write the trained parameters to this .npz file")
    return parser.parse_args()`;

function mainFunction(run: ScriptRun): string {
  const body = [setup(run), resume(run), loop(run), conclusion(run)].join('\n\n');
  return `def main():\n${indented(body)}`;
}

const isPerceptron = ({ training }: ScriptRun): boolean => training.optimizer.type === 'perceptron';
const hasPlateau = ({ training }: ScriptRun): boolean => training.schedule.type === 'reduceOnPlateau';

function setup(run: ScriptRun): string {
  const { training, dataset } = run;
  const lines = ['arguments = parse_arguments()'];
  if (isPerceptron(run))
    lines.push(`if WORLD_SIZE > 1:
    raise SystemExit("Rosenblatt's rule takes one sample after the other, so it needs one process.")`);
  else
    lines.push(`if DEVICE.type == "cuda":
    torch.cuda.set_device(DEVICE)
if WORLD_SIZE > 1:
    distributed.init_process_group("nccl" if DEVICE.type == "cuda" else "gloo")`);
  lines.push('inputs, targets = load_samples("training")');
  if (dataset.validation) lines.push('validation = load_samples("validation")');
  lines.push('model = create_model()');
  const optimizer = optimizerCall(training.optimizer);
  if (optimizer)
    lines.push(
      'parallel = DistributedDataParallel(model) if WORLD_SIZE > 1 else model',
      'parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]',
      `optimizer = ${optimizer}`,
    );
  if (training.schedule.type === 'reduceOnPlateau') {
    const { factor, patience, threshold, minLearningRate } = training.schedule;
    lines.push(
      `plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(
    optimizer, factor=${factor}, patience=${patience}, threshold=${threshold}, min_lr=${minLearningRate}
)`,
      `rate = ${pythonNumber(training.optimizer.learningRate)}`,
    );
  }
  return lines.join('\n');
}

function resume(run: ScriptRun): string {
  const { earlyStopping } = run.training;
  const restored = [
    'epoch = state["epoch"]',
    'model.load_state_dict(state["model"])',
    ...(isPerceptron(run)
      ? ['mistakes = state["mistakes"]']
      : ['optimizer.load_state_dict(state["optimizer"])']),
    ...(earlyStopping ? ['best = state["best"]'] : []),
    ...(hasPlateau(run) ? ['plateau.load_state_dict(state["plateau"])', 'rate = state["rate"]'] : []),
  ];
  return [
    'epoch = 0',
    ...(isPerceptron(run) ? ['mistakes = None'] : []),
    ...(earlyStopping ? ['best = {"epoch": 0, "loss": float("inf"), "model": None}'] : []),
    'state = read_checkpoint(arguments.checkpoint)',
    'if state:',
    indented(restored.join('\n')),
  ].join('\n');
}

function loop(run: ScriptRun): string {
  const { earlyStopping } = run.training;
  const conditions = [
    'epoch < EPOCHS',
    ...(isPerceptron(run) ? ['mistakes != 0'] : []),
    ...(earlyStopping ? [`epoch - best["epoch"] < ${Math.max(1, earlyStopping.patience)}`] : []),
  ];
  const body = ['epoch += 1', trainLines(run), measureLines(run), ...afterEpoch(run), checkpointLines(run)];
  return `while ${conditions.join(' and ')}:\n${indented(body.join('\n'))}`;
}

function trainLines(run: ScriptRun): string {
  if (isPerceptron(run)) return 'mistakes = train_epoch(model, inputs, targets, epoch)';
  const train = 'train_epoch(model, parallel, optimizer, inputs, targets, epoch)';
  if (isConstantRate(run.training)) return train;
  const rate = hasPlateau(run) ? 'learning_rate(epoch, rate)' : 'learning_rate(epoch)';
  return `optimizer.param_groups[0]["lr"] = ${rate}\n${train}`;
}

function measureLines({ dataset }: ScriptRun): string {
  const isClassification = dataset.task === 'classification';
  const lines = ['record = {"event": "epoch", "epoch": epoch, **measure(model, inputs, targets)}'];
  if (dataset.validation)
    lines.push(
      'held = measure(model, *validation)',
      'record["validationLoss"] = held["loss"]',
      ...(isClassification ? ['record["validationAccuracy"] = held["accuracy"]'] : []),
    );
  const finite = dataset.validation ? 'record["loss"] + held["loss"]' : 'record["loss"]';
  lines.push(
    `if not np.isfinite(${finite}):
    raise SystemExit(f"The loss is not finite in epoch {epoch}. Lower the learning rate.")`,
    `if RANK == 0:
    print(json.dumps(record), flush=True)`,
  );
  return lines.join('\n');
}

const watchedOf = ({ dataset }: ScriptRun): string =>
  dataset.validation ? 'record["validationLoss"]' : 'record["loss"]';

/** Returns what early stopping and the schedule do after an epoch. */
function afterEpoch(run: ScriptRun): string[] {
  const { earlyStopping } = run.training;
  const lines: string[] = [];
  if (earlyStopping) {
    const { minDelta, restoreBest } = earlyStopping;
    const kept = restoreBest ? '{name: value.clone() for name, value in model.state_dict().items()}' : 'None';
    lines.push(`if ${watchedOf(run)} < best["loss"]${minDelta === 0 ? '' : ` - ${pythonNumber(minDelta)}`}:
    best = {"epoch": epoch, "loss": ${watchedOf(run)}, "model": ${kept}}`);
  }
  if (hasPlateau(run))
    lines.push(`optimizer.param_groups[0]["lr"] = rate
plateau.step(${watchedOf(run)})
rate = optimizer.param_groups[0]["lr"]`);
  return lines;
}

function checkpointLines(run: ScriptRun): string {
  const state = [
    '"epoch": epoch',
    '"model": model.state_dict()',
    ...(isPerceptron(run) ? ['"mistakes": mistakes'] : ['"optimizer": optimizer.state_dict()']),
    ...(run.training.earlyStopping ? ['"best": best'] : []),
    ...(hasPlateau(run) ? ['"plateau": plateau.state_dict()', '"rate": rate'] : []),
  ];
  return `if RANK == 0 and arguments.checkpoint:
    state = {${state.join(', ')}}
    save_checkpoint(arguments.checkpoint, state)`;
}

/** Ends the processes together: one that ends while another still uses the group can leave that one waiting forever. */
const ending = `if WORLD_SIZE > 1:
    del parallel
    distributed.barrier()
    distributed.destroy_process_group()`;

function conclusion(run: ScriptRun): string {
  const { earlyStopping } = run.training;
  const restore = earlyStopping?.restoreBest
    ? `if best["model"] and epoch - best["epoch"] >= ${Math.max(1, earlyStopping.patience)}:
    model.load_state_dict(best["model"])
`
    : '';
  return `${restore}final = {"event": "done", "epochs": epoch, **measure(model, inputs, targets)}
if RANK == 0:
    print(json.dumps(final), flush=True)
    if arguments.save:
        np.savez(arguments.save, **{name: value.cpu().numpy() for name, value in model.state_dict().items()})
${isPerceptron(run) ? '' : ending}`;
}
