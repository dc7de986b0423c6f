import type { DataSpec } from '../config/spec.js';

/** The files that a config's data comes from, as the config names them. */
export function dataFilesOf(data: DataSpec): string[] {
  switch (data.kind) {
    case 'csv':
      return [data.file];
    case 'idx':
      return [data.images, data.labels];
    case 'inline':
    case 'generator':
      return [];
  }
}
