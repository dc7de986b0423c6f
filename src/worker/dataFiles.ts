import type { DataSpec, NetworkConfig, PartFiles } from '../config/spec.js';

/** Returns the paths of the files that a config's data and initial parameters come from, as the config has them. */
export function dataFilesOf({ data, weights }: Pick<NetworkConfig, 'data' | 'weights'>): string[] {
  const parts = [...partFiles(data.validation), ...partFiles(data.test)];
  return [...sourceFiles(data), ...parts, ...(weights === undefined ? [] : [weights])];
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
