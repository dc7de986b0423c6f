import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { DataFile, LoadOptions } from './file.js';
import { refusal } from './finding.js';
import type { Floats } from '../engine/network.js';
import { readIdx } from './idxFile.js';
import type { IdxArray } from './idxFile.js';
import type { Table } from './table.js';

/** Images and labels in IDX format (the MNIST database's own), gzipped or not; pixels scaled to [0, 1]. */
export async function loadIdx(
  source: { readonly images: string; readonly labels: string },
  directory: string,
  options: LoadOptions,
): Promise<Table> {
  const named = (key: 'images' | 'labels'): DataFile => {
    return { name: source[key], path: path.resolve(directory, source[key]), at: ['data', key] };
  };
  // Of the two only the images are worth reporting progress on.
  const labels = await readIdx(named('labels'), 'labels', { signal: options.signal });
  const images = await readIdx(named('images'), 'images', options);
  const rows = images.shape[0];
  if (labels.shape[0] !== rows) {
    const message = l10n.t(
      '"{0}" has {1} labels for the {2} images of "{3}"; the two files do not belong together.',
      source.labels, labels.shape[0], rows, source.images,
    ); // prettier-ignore
    throw refusal('idx-counts-differ', ['data', 'labels'], message);
  }
  return toTable(images, labels);
}

function toTable(images: IdxArray, labels: IdxArray): Table {
  const [rows, ...dimensions] = images.shape;
  const columns = dimensions.reduce((product, size) => product * size, 1);
  const present = [...new Set(labels.values)].sort((a, b) => a - b);
  const classOf = Int32Array.from(labels.values, (label) => present.indexOf(label));
  return {
    rows,
    inputNames: pixelNames(dimensions, columns),
    inputs: {
      columns,
      copy(row: number, into: Floats, at: number) {
        const from = row * columns;
        for (let i = 0; i < columns; i++) into[at + i] = images.values[from + i] / 255;
      },
    },
    targets: {
      kind: 'classes',
      name: 'label',
      classes: present.map(String),
      classOf,
      at: ['data', 'labels'],
    },
  };
}

function pixelNames(dimensions: readonly number[], columns: number): string[] {
  const width = dimensions.at(-1) ?? 1;
  return Array.from({ length: columns }, (_, i) => `r${Math.floor(i / width) + 1}c${(i % width) + 1}`);
}
