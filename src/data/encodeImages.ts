import * as l10n from '@vscode/l10n';
import type { ImageSize } from '../engine/model/dataset.js';
import { dataFile, type LoadOptions } from './dataFile.js';
import type { EncodedTable } from './encodeTable.js';
import type { Files } from './files.js';
import { refusal } from './finding.js';
import { pixelsOf } from './loadIdx.js';
import { readIdx } from './readIdx.js';

/**
 * Reads the images of an IDX file, whose pixels become the inputs of a network that was trained on images of that size.
 * @throws DataError where the file cannot be read, or its images have another size
 */
export async function encodeImages(
  name: string,
  size: ImageSize,
  files: Files,
  options: LoadOptions,
): Promise<EncodedTable> {
  const file = dataFile(name, files, ['data', 'images']);
  const wanted = [size.rows, size.columns, ...(size.channels === 3 ? [3] : [])].join(' × ');
  const checkShape = ([, ...dimensions]: readonly number[]): void => {
    const found = dimensions.join(' × ');
    if (found === wanted) return;
    const message = l10n.t(
      'The images of {0} have the size {1}, but the network was trained on images of the size {2}.',
      file.name,
      found,
      wanted,
    );
    throw refusal('idx-size', file.at, message);
  };
  const images = await readIdx(file, { kind: 'images', checkShape }, options);
  return { rows: images.shape[0], inputs: pixelsOf(images), findings: [] };
}
