import * as l10n from '@vscode/l10n';
import { shorten } from '../config/characters.js';
import { dataFile } from './dataFile.js';
import type { DataFile, LoadOptions } from './dataFile.js';
import type { Files } from './files.js';
import { refusal } from './finding.js';
import type { ImageSize } from '../engine/model/dataset.js';
import type { Floats } from '../engine/model/network.js';
import { readIdx } from './readIdx.js';
import type { IdxArray } from './readIdx.js';
import { numericTable } from './table.js';
import type { RowSource, Table } from './table.js';

/** Loads images and labels in IDX format (that of the MNIST database), gzipped or not. Pixels are scaled to [0, 1]. */
export async function loadIdx(
  source: { readonly images: string; readonly labels: string },
  files: Files,
  options: LoadOptions,
): Promise<Table> {
  const named = (key: 'images' | 'labels'): DataFile => dataFile(source[key], files, ['data', key]);
  const { signal } = options;
  // Progress is reported for the images alone; the labels are small in comparison.
  const labels = await readIdx(named('labels'), { kind: 'labels', checkShape: () => undefined }, { signal });
  const images = named('images');
  const checkShape = ([rows, ...dimensions]: readonly number[]) => {
    checkCounts(rows, labels.shape[0], images, source.labels);
    options.onInputs?.(product(dimensions));
    signal?.throwIfAborted();
  };
  return toTable(await readIdx(images, { kind: 'images', checkShape }, options), labels);
}

function checkCounts(images: number, labels: number, file: DataFile, labelsFile: string): void {
  if (images === labels) return;
  const message = l10n.t(
    '"{0}" has {1} labels, but "{3}" has {2} images. Choose two files that belong together.',
    shorten(labelsFile), labels, images, file.name,
  ); // prettier-ignore
  throw refusal('idx-counts-differ', ['data', 'labels'], message);
}

function toTable(images: IdxArray, labels: IdxArray): Table {
  const [rows, ...dimensions] = images.shape;
  const columns = product(dimensions);
  const image = imageSize(dimensions);
  const present = [...new Set(labels.values)].sort((a, b) => a - b);
  const rank = new Int32Array(256);
  present.forEach((label, i) => (rank[label] = i));
  const classOf = new Int32Array(rows);
  for (let row = 0; row < rows; row++) classOf[row] = rank[labels.values[row]];
  return numericTable(image ? pixelNames(image) : numberedNames(dimensions, columns), pixelsOf(images), {
    rows,
    ...(image && { image }),
    targets: {
      kind: 'classes',
      name: 'label',
      classes: present.map(String),
      classOf,
      at: ['data', 'labels'],
    },
  });
}

/** Returns the pixels of images, scaled to [0, 1]. */
export function pixelsOf({ shape: [, ...dimensions], values }: IdxArray): RowSource {
  const columns = product(dimensions);
  return {
    columns,
    copy(row: number, into: Floats, at: number) {
      const from = row * columns;
      for (let i = 0; i < columns; i++) into[at + i] = values[from + i] / 255;
    },
  };
}

/** Returns the size of images, of which color images have red, green and blue in their last dimension; else null. */
function imageSize([rows, columns, ...more]: readonly number[]): ImageSize | null {
  if (more.length === 0 && columns) return { rows, columns, channels: 1 };
  return more.length === 1 && more[0] === 3 ? { rows, columns, channels: 3 } : null;
}

function pixelNames({ rows, columns, channels }: ImageSize): string[] {
  const each = channels === 3 ? ['_r', '_g', '_b'] : [''];
  return Array.from(
    { length: rows * columns },
    (_, i) => `r${Math.floor(i / columns) + 1}c${(i % columns) + 1}`,
  ).flatMap((name) => each.map((channel) => `${name}${channel}`));
}

function numberedNames(dimensions: readonly number[], columns: number): string[] {
  const width = dimensions.at(-1) ?? 1;
  return Array.from({ length: columns }, (_, i) => `r${Math.floor(i / width) + 1}c${(i % width) + 1}`);
}

const product = (sizes: readonly number[]): number => sizes.reduce((total, size) => total * size, 1);
