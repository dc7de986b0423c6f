import type { JsonPath } from '../config/span.js';
import type { Finding } from '../config/problem.js';
import type { ColumnUse } from '../engine/model/dataColumn.js';
import type { InputEncoding } from '../engine/model/inputEncoding.js';
import type { ImageSize, Task } from '../engine/model/dataset.js';
import type { Floats } from '../engine/model/network.js';

/** The data of a source: its targets as classes or as numbers, not yet encoded or split, and a way to its inputs. */
export interface Table {
  readonly rows: number;
  readonly targets: Targets;
  /** The size of the images that the inputs are; absent where they are not images of one or three channels. */
  readonly image?: ImageSize;
  /** The line of each row in the file, from 1; absent for sources without lines. */
  readonly lines?: Uint32Array;
  /** What was found about the source as a whole. */
  readonly findings: readonly Finding[];
  /**
   * Fits to the training rows whatever turns cells into inputs, such as the values that fill gaps.
   * @throws DataError where the cells cannot be inputs
   */
  fit(training: Uint32Array): Inputs;
  /**
   * Returns the inputs of all rows as they were fitted to another table; null stands for numbers that are taken as they are.
   * @throws DataError where a column is missing or its cells do not fit
   */
  encode(encoding: InputEncoding | null): Omit<Inputs, 'encoding' | 'columns'>;
}

/** The inputs of all rows, and what was found about them. */
export interface Inputs {
  readonly names: readonly string[];
  readonly values: RowSource;
  readonly findings: readonly Finding[];
  /** How the cells of a table's rows become inputs; null for numbers that are taken as they are. */
  readonly encoding: InputEncoding | null;
  /** All columns of the source; absent for sources without columns of their own. */
  readonly columns?: readonly ColumnUse[];
}

/** Returns a table whose inputs are numbers already, so that there is nothing to fit. */
export function numericTable(
  inputNames: readonly string[],
  inputs: RowSource,
  rest: Pick<Table, 'rows' | 'targets' | 'image'>,
): Table {
  const all = { names: inputNames, values: inputs, findings: [] };
  return { ...rest, findings: [], fit: () => ({ ...all, encoding: null }), encode: () => all };
}

/** Rows of numbers that are copied one at a time, so that sources need not store them twice. */
export interface RowSource {
  readonly columns: number;
  copy(row: number, into: Floats, at: number): void;
}

export type Targets =
  /** Classes: `classOf[row]` is an index into `classes`; `name` is the target's name. */
  | {
      readonly kind: 'classes';
      readonly name: string;
      readonly classes: readonly string[];
      readonly classOf: Int32Array;
      readonly at: JsonPath;
    }
  /** Numbers: `task` is the one given in the config, else null. */
  | {
      readonly kind: 'numbers';
      readonly names: readonly string[];
      readonly values: RowSource;
      readonly task: Task | null;
      readonly at: JsonPath;
    };

/** Calls `visit` with each row in turn, always in the same array. */
export function forEachRow(
  source: RowSource,
  rows: Iterable<number>,
  visit: (row: Float64Array) => void,
): void {
  const row = new Float64Array(source.columns);
  for (const index of rows) {
    source.copy(index, row, 0);
    visit(row);
  }
}

const valuesPerBlock = 1 << 15;
const firstRows = 16;

/** A growable table that is stored in blocks, so that growing copies almost nothing. */
export class Rows implements RowSource {
  length = 0;
  private readonly blocks: Float64Array[] = [];
  private readonly perBlock: number;

  constructor(readonly columns: number) {
    this.perBlock = Math.max(1, Math.floor(valuesPerBlock / Math.max(1, columns)));
  }

  push(row: ArrayLike<number>): void {
    const within = this.length % this.perBlock;
    if (within === 0) this.blocks.push(new Float64Array(this.blockRows() * this.columns));
    else if (this.blocks.length === 1) this.growFirst();
    this.blocks[this.blocks.length - 1].set(row, within * this.columns);
    this.length++;
  }

  /** Returns the rows of a new block. The first block is small, as a table may have 100 000 columns and only a few rows. */
  private blockRows(): number {
    return this.length === 0 ? Math.min(firstRows, this.perBlock) : this.perBlock;
  }

  private growFirst(): void {
    const [block] = this.blocks;
    if (this.length * this.columns < block.length) return;
    const rows = Math.min(this.perBlock, 2 * this.length);
    this.blocks[0] = new Float64Array(rows * this.columns);
    this.blocks[0].set(block);
  }

  /** Returns a single number. */
  at(row: number, column: number): number {
    return this.blocks[Math.floor(row / this.perBlock)][(row % this.perBlock) * this.columns + column];
  }

  copy(row: number, into: Floats, at: number): void {
    const from = (row % this.perBlock) * this.columns;
    const block = this.blocks[Math.floor(row / this.perBlock)];
    for (let i = 0; i < this.columns; i++) into[at + i] = block[from + i];
  }
}
