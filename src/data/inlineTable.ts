import { numbered } from '../config/numbered.js';
import type { DataSource } from '../config/spec.js';
import { numericTable } from './table.js';
import type { RowSource, Table } from './table.js';

/** Returns the samples in the config itself. Their shape was checked when the config was read. */
export function inlineTable(source: Extract<DataSource, { kind: 'inline' }>): Table {
  const inputs = rowSource(source.inputs);
  const targets = rowSource(source.targets);
  return numericTable(source.inputNames ?? numbered('x', inputs.columns), inputs, {
    rows: source.inputs.length,
    targets: {
      kind: 'numbers',
      names: source.targetNames ?? numbered('t', targets.columns),
      values: targets,
      task: null,
      at: ['data', 'targets'],
    },
  });
}

function rowSource(rows: readonly (readonly number[])[]): RowSource {
  return { columns: rows[0]?.length ?? 0, copy: (row, into, at) => into.set(rows[row], at) };
}
