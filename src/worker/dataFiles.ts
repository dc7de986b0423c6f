import type { DataSpec, PartFiles } from '../config/spec.js';

/** Returns the paths of a config's data files as the config has them. */
export function dataFilesOf(data: DataSpec): string[] {
  return [...sourceFiles(data), ...partFiles(data.validation), ...partFiles(data.test)];
}

const partFiles = (part: PartFiles | null): string[] =>
  !part ? [] : 'file' in part ? [part.file] : [part.images, part.labels];

function sourceFiles(data: DataSpec): string[] {
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
