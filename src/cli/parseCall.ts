import * as l10n from '@vscode/l10n';
import { nearest } from '../config/nearest.js';
import { parseOptions, type Options } from './options.js';
import { UsageError } from './errors.js';

export const commandNames = [
  'train',
  'gradients',
  'check',
  'grade',
  'step',
  'lint',
  'export',
  'runs',
  'new',
  'predict',
  'import',
  'exercise',
  'doctest',
] as const;
export type CommandName = (typeof commandNames)[number];

/** The command, the file and the options of a call. */
export interface Call {
  readonly command: CommandName;
  readonly file: string;
  /** The files after the first one; empty for a command that takes one file. */
  readonly otherFiles: readonly string[];
  readonly json: boolean;
  /** The number of epochs to train; null: as many as the file says. */
  readonly epochs: number | null;
  /** The interval of the epochs whose metrics are printed; null: it depends on the format of the output. */
  readonly every: number | null;
  /** Whether what is measured of the run is printed. */
  readonly instruments: boolean;
  /** Whether the importance of the columns is measured after training. */
  readonly importance: boolean;
  /** Whether a large network may train in a child process with other V8 flags. */
  readonly revectorize: boolean;
  /** The number of the only sample in the pass, from 1; null: the pass has the first mini-batch. */
  readonly sample: number | null;
  /** The name of the parameter to export; null: the whole pass is exported. */
  readonly weight: string | null;
  /** The format to export to; null: none is given. */
  readonly to: string | null;
  /** The path of the file to write; null: standard output. */
  readonly out: string | null;
  /** The path of the saved model to export; null: the network before its training. */
  readonly weights: string | null;
  /** The path of the file to save the trained model to; null: it is not saved. */
  readonly save: string | null;
  /** Whether the saved model has the state of the optimizer as well. */
  readonly optimizerState: boolean;
  /** The name of the column to predict; null: the likeliest one. */
  readonly target: string | null;
  /** The activations of an imported network, separated by commas; null: the file knows them. */
  readonly activations: string | null;
  /** The number of blanks of a worksheet; null: one for each stage of each layer. */
  readonly blanks: number | null;
  /** The seed of a worksheet's blanks. */
  readonly seed: number;
  /** Whether an existing file is replaced. */
  readonly force: boolean;
  /** The path of the SARIF file to write; null: none is written. */
  readonly sarif: string | null;
  /** Whether the program that computes the user's own gradients may be run. */
  readonly allowCommand: boolean;
}

export const help = (): string =>
  l10n.t(`Usage: backprop COMMAND FILE [OPTIONS]

Trains the network that a *.backprop.json file describes, with the same results as in the editor.

Commands
  new TABLE         write a config that trains on a table, such as a .csv file
    --target NAME   predict the column NAME instead of the likeliest one
    -o OUT          write the config OUT instead of TABLE's name.backprop.json
    --force         replace the file if it exists
  train FILE        train the network, and print loss and accuracy
    --epochs N      train N epochs instead of the number in the file
    --every N       print every Nth epoch
    --instruments   print gradient norms, dead units, sharpness and more
    --importance    print how much worse the predictions are without each column
    --save MODEL    save the trained network in the file MODEL (.safetensors), with
                    all that a prediction needs
    --optimizer-state
                    save the optimizer's state as well, so that training can
                    go on from the file bit for bit
    --no-revectorize
                    train large float32 networks in this process, too, not in
                    a process with V8's experimental 256-bit vectors
  gradients FILE    print loss, outputs and gradients for the initial parameters
  check FILE        check gradients against numeric derivatives, and your own
                    gradients against the right ones
    --sarif OUT     write the findings to the file OUT as SARIF
    --allow-command run the program that the file names in "compare", which computes
                    your gradients
  grade FILE ANSWERS…
                    compare answers, such as those of a class, with the right
                    gradients: one row for each, as CSV, and how often each mistake
                    was made; ANSWERS are files (.json, .npz, .npy, .txt), folders
                    or patterns; the exit status is 1 unless all are right
    -o OUT          write to the file OUT instead of standard output
  step FILE         print one pass of backpropagation, with a formula for every number
    --sample N      use only sample N (from 1) instead of the first batch
  export FILE       write the derivation of one pass, or the network
    --to markdown   write Markdown with LaTeX formulas
    --to onnx, --to numpy, --to safetensors, --to html
                    write the network with its preprocessing; needs -o
    --to pytorch    write a Python script that trains the network in the same way,
                    on one machine or many, and what it reads beside it; needs -o
    --weights MODEL write the trained network that train --save saved in MODEL
    --sample N      use only sample N (from 1) instead of the first batch
    --weight NAME   write only one weight or bias, along every path
    -o OUT          write to the file OUT instead of standard output
    --json          write {"format", "text"}, or {"format", "file"} with -o
  lint FILE         print the problems of the file and its data
  predict MODEL TABLE
                    predict each row of a table with a saved model, or a config
                    with weights: the class with its probability, or the number;
                    TABLE may be - for standard input, or an IDX file of images
    -o OUT          write the CSV file OUT instead of standard output
  import MODEL      write a config for a network of another program (.onnx, .pt, .pth,
                    .safetensors, .npz), and its weights beside it
    --activations LIST
                    the activation of each layer, separated by commas, where the
                    file does not know them
    -o OUT          write the config OUT instead of MODEL's name.backprop.json
    --force         replace the files if they exist
  exercise FILE     write a worksheet of one pass in Markdown, with blanks, and its
                    key beside it; needs -o
    --blanks N      ask for N numbers instead of one in each stage of each layer
    --seed S        choose other numbers (0 by default)
    --sample N      use sample N (from 1) instead of the first one
    -o OUT          write the worksheet OUT, and its key as OUT's name.key.md
    --force         replace the files if they exist
  doctest FILE.md…  check the numbers of lecture notes and worksheets against the
                    config in them
  runs A B…         compare runs by their files with the output of train --json:
                    print what differs in settings and text, and the last metrics

Options
  --json            print only JSON to standard output, one value per line
  --help            print this text
  --version         print the version

Exit status: 0 success, 1 the config, the run or the check failed, 2 wrong usage, 130 interrupted`);

const common: Options = { json: { type: 'boolean' } };
const optionsOf: Readonly<Record<CommandName, Options>> = {
  train: {
    ...common,
    epochs: { type: 'string' },
    every: { type: 'string' },
    instruments: { type: 'boolean' },
    importance: { type: 'boolean' },
    save: { type: 'string' },
    'optimizer-state': { type: 'boolean' },
    'no-revectorize': { type: 'boolean' },
  },
  gradients: common,
  check: { ...common, sarif: { type: 'string' }, 'allow-command': { type: 'boolean' } },
  grade: { ...common, out: { type: 'string', short: 'o' } },
  step: { ...common, sample: { type: 'string' } },
  export: {
    ...common,
    to: { type: 'string' },
    sample: { type: 'string' },
    weight: { type: 'string' },
    weights: { type: 'string' },
    out: { type: 'string', short: 'o' },
  },
  lint: common,
  runs: common,
  predict: { ...common, out: { type: 'string', short: 'o' } },
  import: {
    ...common,
    activations: { type: 'string' },
    out: { type: 'string', short: 'o' },
    force: { type: 'boolean' },
  },
  new: {
    ...common,
    target: { type: 'string' },
    out: { type: 'string', short: 'o' },
    force: { type: 'boolean' },
  },
  exercise: {
    ...common,
    blanks: { type: 'string' },
    seed: { type: 'string' },
    sample: { type: 'string' },
    out: { type: 'string', short: 'o' },
    force: { type: 'boolean' },
  },
  doctest: common,
};

/**
 * Parses the arguments of a call.
 *
 * @throws UsageError where they are not valid
 */
export function parseCall(args: readonly string[]): Call | 'help' | 'version' {
  if (args.includes('--help') || args.includes('-h')) return 'help';
  if (args.includes('--version')) return 'version';
  if (args.length === 0)
    throw new UsageError(l10n.t('The command is missing. Choose one of {0}.', commandNames.join(', ')));
  const [name, ...rest] = args;
  const command = commandNames.find((each) => each === name);
  if (!command) throw unknownCommand(name);
  const { values, positionals } = parseOptions(command, optionsOf[command], rest);
  checkFiles(command, positionals);
  if (values.has('optimizer-state') && !values.has('save'))
    throw new UsageError(l10n.t('--optimizer-state belongs to --save MODEL. Add it.'));
  return {
    command,
    file: positionals[0],
    otherFiles: positionals.slice(1),
    json: values.has('json'),
    epochs: count(values, 'epochs', 0),
    every: count(values, 'every', 1),
    instruments: values.has('instruments'),
    importance: values.has('importance'),
    revectorize: !values.has('no-revectorize'),
    sample: count(values, 'sample', 1),
    weight: values.get('weight') ?? null,
    to: values.get('to') ?? null,
    out: values.get('out') ?? null,
    weights: values.get('weights') ?? null,
    save: values.get('save') ?? null,
    optimizerState: values.has('optimizer-state'),
    target: values.get('target') ?? null,
    activations: values.get('activations') ?? null,
    blanks: count(values, 'blanks', 1),
    seed: count(values, 'seed', 0) ?? 0,
    force: values.has('force'),
    sarif: values.get('sarif') ?? null,
    allowCommand: values.has('allow-command'),
  };
}

function checkFiles(command: CommandName, files: readonly string[]): void {
  const [least, most] = fileCounts[command] ?? [1, 1];
  if (files.length >= least && files.length <= most && !files.includes('')) return;
  throw new UsageError(usageOf(command));
}

/** The least and the most files of a command; one where it is not listed. */
const fileCounts: Partial<Record<CommandName, readonly [number, number]>> = {
  runs: [2, Infinity],
  grade: [2, Infinity],
  predict: [2, 2],
  doctest: [1, Infinity],
};

function usageOf(command: CommandName): string {
  switch (command) {
    case 'runs':
      return l10n.t('"{0}" takes two or more files: backprop {0} A B', command);
    case 'grade':
      return l10n.t('"{0}" takes a config and answers: backprop {0} FILE ANSWERS…', command);
    case 'predict':
      return l10n.t('"{0}" takes a saved model and a table: backprop {0} MODEL TABLE', command);
    case 'import':
      return l10n.t('"{0}" takes one file with a network: backprop {0} MODEL', command);
    case 'doctest':
      return l10n.t('"{0}" takes one or more Markdown files: backprop {0} FILE.md', command);
    case 'new':
      return l10n.t('"{0}" takes one table: backprop {0} TABLE', command);
    default:
      return l10n.t('"{0}" takes one file: backprop {0} FILE', command);
  }
}

function unknownCommand(name: string): UsageError {
  if (/\.(csv|tsv|parquet)(\.gz)?$/i.test(name))
    return new UsageError(l10n.t('The command is missing, for example: backprop new {0}', name));
  if (name.endsWith('.json'))
    return new UsageError(l10n.t('The command is missing, for example: backprop train {0}', name));
  const near = nearest(name, commandNames);
  const message = near
    ? l10n.t('There is no command "{0}". Did you mean "{1}"?', name, near)
    : l10n.t('There is no command "{0}". Choose one of {1}.', name, commandNames.join(', '));
  return new UsageError(message);
}

function count(values: ReadonlyMap<string, string>, option: string, least: number): number | null {
  const text = values.get(option);
  if (text === undefined) return null;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(l10n.t('--{0} takes a whole number from {1}, not "{2}".', option, least, text));
}
