import type { NetworkConfig } from '../config/spec.js';
import { loadTable } from './csv/loadTable.js';
import type { LoadOptions } from './dataFile.js';
import type { Files } from './files.js';
import { generate } from './generators.js';
import { inlineTable } from './inlineTable.js';
import { loadIdx } from './loadIdx.js';
import type { Table } from './table.js';

/**
 * Reads the source of a config's data.
 * @throws DataError with the problems found in it
 */
export async function readTable(config: NetworkConfig, files: Files, options: LoadOptions): Promise<Table> {
  const { data } = config;
  switch (data.kind) {
    case 'inline':
      return inlineTable(data);
    case 'table':
      return loadTable(data, config, files, options);
    case 'idx':
      return loadIdx(data, files, options);
    case 'generator':
      return generate(data, config.training.seed, config.layers[config.layers.length - 1].units);
  }
}
