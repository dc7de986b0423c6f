import * as l10n from '@vscode/l10n';
import type { Lit, NetworkShape } from '../../src/protocol.js';
import { formatCount } from '../format.js';
import type { Scene } from './picture.js';

/**
 * The number of first and of last layers that are drawn of a deeper network. Drawing more would take seconds and be
 * unreadable.
 */
const drawnEnds = 8;

/** Returns the numbers, from 1, of the layers that are drawn of `count`. */
export function layersDrawn(count: number): number[] {
  const all = Array.from({ length: count }, (_, index) => index + 1);
  return count <= 2 * drawnEnds ? all : [...all.slice(0, drawnEnds), ...all.slice(-drawnEnds)];
}

/** Returns a text that names the layers that are left out; null where all are drawn. */
export function leftOutText({ layers }: NetworkShape): string | null {
  if (layers.length <= 2 * drawnEnds) return null;
  return l10n.t(
    'The diagram and its values leave out layers {0} to {1} of {2}.',
    drawnEnds + 1,
    formatCount(layers.length - drawnEnds),
    formatCount(layers.length),
  );
}

const shapes = new WeakMap<NetworkShape, NetworkShape>();

/** Returns the scene reduced to the drawn layers. The same shape gives the same excerpt. */
export function excerptOf(scene: Scene): Scene {
  const { shape, snapshot, progress, lit, pictures } = scene;
  const numbers = layersDrawn(shape.layers.length);
  if (numbers.length === shape.layers.length) return scene;
  const drawn = <T>(layers: readonly T[]): T[] => numbers.map((number) => layers[number - 1]);
  const excerpt = shapes.get(shape) ?? { ...shape, layers: drawn(shape.layers) };
  shapes.set(shape, excerpt);
  return {
    shape: excerpt,
    snapshot: snapshot && { ...snapshot, layers: drawn(snapshot.layers) },
    progress: progress && drawn(progress),
    lit: lit.flatMap((one) => litIn(one, numbers)),
    pictures,
  };
}

/**
 * Maps a highlighted element into the excerpt. The weights of the first layer after a gap have no lines, since they
 * come from a layer that is not drawn.
 */
function litIn(one: Lit, numbers: readonly number[]): Lit[] {
  if (one.layer === 0) return [one];
  const at = numbers.indexOf(one.layer);
  const isCutOff = one.input !== null && at > 0 && numbers[at - 1] !== one.layer - 1;
  return at < 0 || isCutOff ? [] : [{ ...one, layer: at + 1 }];
}
