import type { DataColumn } from '../../engine/model/dataColumn.js';
import type { TableSurvey } from './tableSurvey.js';

/** What each column of a table is for, once the target is known. */
export interface ProposedColumns {
  /** All columns in the order of the file. */
  readonly all: readonly DataColumn[];
  readonly inputs: readonly DataColumn[];
  readonly ignored: readonly DataColumn[];
  /** The number of inputs of the network. */
  readonly inputCount: number;
}

const contents = ['number', 'boolean', 'category', 'date'] as const;

/**
 * Returns the columns with their roles. Columns that would be left out are inputs where there were none otherwise. Returns
 * null where no column can be one.
 */
export function proposedColumns({ columns }: TableSurvey, target: DataColumn): ProposedColumns | null {
  const others = columns.filter(({ index }) => index !== target.index);
  const wanted = others.filter(({ reason }) => reason === null);
  const content = contents.find((each) => others.some((column) => column.content === each));
  const inputs = wanted.length > 0 ? wanted : others.filter((column) => column.content === content);
  if (inputs.length === 0) return null;
  const isInput = new Set(inputs.map(({ index }) => index));
  const roleOf = ({ index }: DataColumn): DataColumn['role'] =>
    index === target.index ? 'target' : isInput.has(index) ? 'input' : 'ignored';
  const all = columns.map((column) => ({ ...column, role: roleOf(column) }));
  return {
    all,
    inputs: all.filter(({ role }) => role === 'input'),
    ignored: all.filter(({ role }) => role === 'ignored'),
    inputCount: inputs.reduce((sum, column) => sum + inputsOf(column), 0),
  };
}

const inputsOf = ({ content, distinct, missing }: DataColumn): number =>
  content === 'category' ? (distinct ?? 1) + Number(missing > 0) : 1;
