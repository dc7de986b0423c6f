import type { Dataset } from '../../engine/model/dataset.js';
import { usedNames } from '../../engine/model/derivedInputs.js';
import { pythonFormula } from './pythonFormula.js';
import type { ScriptRun } from './pythonScript.js';
import { pythonString } from './pythonText.js';
import type { ImageFiles } from './scriptData.js';
import { tableSection } from './tableSection.js';

/** Returns the functions that load the samples of a part of the data. */
export function samplesSection({ data, dataset, stem }: ScriptRun): string {
  switch (data.kind) {
    case 'table':
      return [...preparation(dataset), tableSection(data.recipe, data.files, dataset)].join('\n\n\n');
    case 'images':
      return [...preparation(dataset), imagesSection(data.training, data.validation, dataset)].join('\n\n\n');
    case 'prepared':
      return preparedSection(stem);
  }
}

/** Returns the functions that derive inputs and normalize values, as far as they are needed. */
function preparation({ normalization, targetNormalization, derived, inputNames }: Dataset): string[] {
  const scales = `def normalized(values, part):
    """Scales each column as it was fitted to the training samples."""
    shift, scale = (torch.from_numpy(STORED[f"{part}_{name}"]).to(values) for name in ("shift", "scale"))
    return (values - shift) / scale`;
  const formulas = derived ?? [];
  const names = usedNames(formulas);
  const variables = Object.fromEntries(names.map((name) => [name, `inputs[:, ${inputNames.indexOf(name)}]`]));
  const derivedInputs = `def with_derived(inputs):
    """Appends the inputs that are computed from others."""
    derived = [
${formulas.map((formula) => `        ${pythonFormula(formula, variables)},\n`).join('')}    ]
    return torch.cat([inputs, torch.stack(derived, dim=1)], dim=1)`;
  return [
    ...((normalization ?? targetNormalization) ? [scales] : []),
    ...(formulas.length > 0 ? [derivedInputs] : []),
  ];
}

function imagesSection(training: ImageFiles, validation: ImageFiles | null, dataset: Dataset): string {
  const { classes, normalization, training: samples, derived } = dataset;
  const labels = (classes ?? []).map(Number).join(', ');
  const { columns } = samples.targets;
  const pair = ({ images, labels: names }: ImageFiles) => `(${pythonString(images)}, ${pythonString(names)})`;
  const raw = derived ? 'with_derived(inputs)' : 'inputs';
  const target =
    columns === 1
      ? 'targets = torch.tensor([[CLASSES.index(label)] for label in labels], dtype=inputs.dtype)'
      : 'targets = F.one_hot(torch.tensor([CLASSES.index(label) for label in labels]), len(CLASSES)).to(inputs)';
  return `CLASSES = [${labels}]
FILES = {"training": ${pair(training)}, "validation": ${pair(validation ?? training)}}


def read_idx(file, rows):
    """Reads some rows of a file in IDX format."""
    with (gzip.open if file.suffix == ".gz" else open)(file, "rb") as source:
        content = source.read()
    dimensions = content[3]
    count = int.from_bytes(content[4:8], "big")
    return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(count, -1)[rows]


def load_samples(part):
    """Loads the samples of this process: all of them, or every WORLD_SIZE-th one under torchrun."""
    rows = STORED[f"{part}_rows"][RANK::WORLD_SIZE]
    images, labels = (read_idx(FOLDER / file, rows) for file in FILES[part])
    labels = labels[:, 0].tolist()
    inputs = torch.from_numpy(images).to(torch.get_default_dtype()) / 255
    ${target}
    return ${normalization ? `normalized(${raw}, "input")` : raw}.to(DEVICE), targets.to(DEVICE)`;
}

const preparedSection = (stem: string): string => `def load_samples(part):
    """Loads the samples of this process: all of them, or every WORLD_SIZE-th one under torchrun.

    The files are mapped into memory, so that only these samples are read. The training samples come first.
    """
    inputs, targets = (np.load(FOLDER / f"${stem}.{name}.npy", mmap_mode="r") for name in ("inputs", "targets"))
    rows = slice(0, TRAINING_SAMPLES) if part == "training" else slice(TRAINING_SAMPLES, None)
    return tuple(torch.tensor(values[rows][RANK::WORLD_SIZE]).to(DEVICE) for values in (inputs, targets))`;
