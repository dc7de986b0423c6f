import type { DataSpec } from '../config/spec.js';

/** Returns the paths of a config's data files as the config has them. */
export function dataFilesOf(data: DataSpec): string[] {
  switch (data.kind) {
    case 'table':
      return [data.file];
    case 'idx':
      return [data.images, data.labels];
    case 'inline':
    case 'generator':
      return [];
  }
}
