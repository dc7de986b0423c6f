import * as l10n from '@vscode/l10n';
import type { DataColumn } from '../../engine/model/dataColumn.js';
import type { Task } from '../../engine/model/dataset.js';
import { shorten } from '../characters.js';
import { columnNote } from './columnNote.js';
import { line, object, writeConfig, type Property } from './configWriter.js';
import { proposedColumns, type ProposedColumns } from './proposedColumns.js';
import { proposedSizes, type ProposedSizes } from './proposedSizes.js';
import { rarestClass } from './rarestClass.js';
import type { TableSurvey } from './tableSurvey.js';
import { targetTask } from './targetTask.js';

/** The config for a table. */
export interface Proposal {
  readonly text: string;
  readonly target: string;
  readonly task: Task;
  readonly columns: ProposedColumns;
}

/** Where the table is and what the network is called. */
export interface TablePlace {
  /** The path of the table from the config's folder. */
  readonly file: string;
  readonly name: string;
}

/** Returns the path of the config that belongs to a table, beside it. */
export const configFor = (table: string): string =>
  `${table.replace(/\.gz$/i, '').replace(/\.(csv|tsv|txt|parquet|pq)$/i, '')}.backprop.json`;

const validationSplit = 0.2;
/** The most columns that are all written down. */
const mostListed = 40;
/** The most columns that are written down because there is something to say about them. */
const mostNoted = 500;
/** The share below which a class is rare. */
const rare = 0.2;

/** Returns a config that predicts a column of a table; null where the column, or the rest of the table, does not allow it. */
export function proposeConfig(survey: TableSurvey, target: DataColumn, place: TablePlace): Proposal | null {
  const rows = survey.rows - target.missing;
  const task = targetTask(target, survey.rows);
  const columns = proposedColumns(survey, target);
  if (!task || !columns) return null;
  const classes = task === 'classification' ? (target.distinct ?? 0) : 0;
  const training = Math.round(rows * (1 - validationSplit));
  const sizes = proposedSizes({ task, classes, rows: training, inputs: columns.inputCount });
  const parts = { target, task, classes, columns, sizes, training, place };
  const text = writeConfig(headOf(parts), [
    { key: 'name', value: line(place.name) },
    { key: 'layers', value: layersOf(parts) },
    lossOf(parts),
    { key: 'data', value: object(dataOf(parts)) },
    { key: 'training', value: object(trainingOf(sizes)) },
  ]);
  return { text, target: target.name, task, columns };
}

interface Parts {
  readonly target: DataColumn;
  readonly task: Task;
  readonly classes: number;
  readonly columns: ProposedColumns;
  readonly sizes: ProposedSizes;
  readonly training: number;
  readonly place: TablePlace;
}

function headOf({ target, task, classes, columns, place }: Parts): string[] {
  const [name, file] = [shorten(target.name), shorten(place.file, 200)];
  const what =
    task === 'classification'
      ? l10n.t('Predicts which of {0} classes "{1}" has from {2} other columns of {3}.', classes, name, columns.inputs.length, file) // prettier-ignore
      : l10n.t('Predicts the number "{0}" from {1} other columns of {2}.', name, columns.inputs.length, file);
  return [what, l10n.t('Train it as it is first. Then change one thing at a time, and compare the runs.')];
}

function layersOf({ task, classes, sizes, training, columns }: Parts) {
  const why = l10n.t(
    'The table leaves {0} rows for training, and they become {1} inputs. More units learn more, and more by heart.',
    training,
    columns.inputCount,
  );
  const hidden = sizes.hidden.map((units, i) => ({
    value: { units, activation: 'relu' },
    above: i === 0 ? [why] : [],
  }));
  const output =
    task === 'regression'
      ? { value: { units: 1 }, above: [l10n.t('The output is a number, so its activation is the identity.')] }
      : classes === 2
        ? {
            value: { units: 1, activation: 'sigmoid' },
            above: [l10n.t('Two classes need one output: the probability of the second one.')],
          }
        : {
            value: { units: classes, activation: 'softmax' },
            above: [l10n.t('One output for each class: its probability.')],
          };
  return { kind: 'list', items: [...hidden, output] } as const;
}

function lossOf({ task, classes }: Parts): Property {
  if (task === 'regression') return { key: 'loss', value: line('meanSquaredError') };
  return { key: 'loss', value: line(classes === 2 ? 'binaryCrossEntropy' : 'crossEntropy') };
}

function dataOf({ target, task, columns, place }: Parts): Property[] {
  const share = task === 'classification' ? rarestClass(target) : null;
  const listed = listedColumns(columns);
  return [
    { key: 'file', value: line(place.file) },
    { key: 'target', value: line(target.name), above: targetNotes(target, share) },
    { key: 'task', value: line(task) },
    ...(listed.length > 0 ? [{ key: 'columns', value: object(listed.map(columnProperty)) }] : []),
    {
      key: 'normalize',
      value: line('standardize'),
      above: [l10n.t('Columns in different units become comparable: mean 0 and standard deviation 1.')],
    },
    ...(task === 'regression'
      ? [
          {
            key: 'normalizeTargets',
            value: line('standardize'),
            above: [l10n.t('So does the target. Errors and predictions are still shown in its own unit.')],
          },
        ]
      : []),
    {
      key: 'validationSplit',
      value: line(validationSplit),
      above: [l10n.t('A fifth of the rows shows how well the network does on rows it was not trained on.')],
    },
  ];
}

function targetNotes({ missing }: DataColumn, share: number | null): string[] {
  const notes = [];
  if (missing > 0) notes.push(l10n.t('The rows in which the target is missing ({0}) are left out.', missing));
  if (share !== null && share < rare)
    notes.push(
      l10n.t(
        'The rarest class has {0} of the rows. If it matters more than the others, add "classWeights": "balanced".',
        `${Number((100 * share).toPrecision(2))}%`,
      ),
    );
  return notes;
}

/** Returns the columns to write down: all of a narrow table with anything to say, else those with something to say. */
function listedColumns({ all }: ProposedColumns): readonly DataColumn[] {
  const others = all.filter(({ role }) => role !== 'target');
  const noted = others.filter((column) => columnNote(column) !== '');
  return noted.length > 0 && others.length <= mostListed ? others : noted.slice(0, mostNoted);
}

function columnProperty(column: DataColumn): Property {
  const type = column.role === 'ignored' ? 'ignore' : column.content;
  return { key: column.name, value: line(type), behind: columnNote(column) };
}

function trainingOf({ learningRate, batchSize, epochs, patience, l2 }: ProposedSizes): Property[] {
  return [
    { key: 'optimizer', value: line({ type: 'adam', learningRate }) },
    { key: 'batchSize', value: line(batchSize) },
    {
      key: 'regularization',
      value: line({ l2 }),
      above: [l10n.t('A penalty on large weights, so that the network learns what rows have in common.')],
    },
    { key: 'epochs', value: line(epochs) },
    {
      key: 'earlyStopping',
      value: line({ patience, restoreBest: true }),
      above: [
        l10n.t(
          'Stops when the validation loss has not fallen for {0} epochs, and goes back to the best one.',
          patience,
        ),
      ],
    },
    {
      key: 'seed',
      value: line(1),
      above: [l10n.t('Another seed holds out other rows and starts from other weights.')],
    },
  ];
}
