import * as l10n from '@vscode/l10n';
import { shorten } from '../config/characters.js';
import { nearest } from '../config/nearest.js';
import type { DataSpec } from '../config/spec.js';
import { balancedWeights, type ClassWeights } from '../engine/model/classWeights.js';
import type { Matrix } from '../engine/model/network.js';
import { capped, DataError, finding, refusal } from './finding.js';

const path = ['data', 'classWeights'];

/**
 * Returns the weights of the classes in their order; null where all samples count alike.
 *
 * @param targets those of the training part, which balanced weights are fitted on
 * @throws DataError where the data has no classes, or not these
 */
export function classWeightsOf(
  given: DataSpec['classWeights'],
  classes: readonly string[] | null,
  targets: Matrix,
): ClassWeights | null {
  if (!given) return null;
  if (!classes) {
    const message = l10n.t('Class weights need classes, but the target is a number. Remove "classWeights".');
    throw refusal('no-classes', path, message);
  }
  if (given === 'balanced') return balancedWeights(classes.length, targets);
  const unknown = Object.keys(given).filter((name) => !classes.includes(name));
  if (unknown.length > 0) throw new DataError(capped(unknown.map((name) => unknownClass(name, classes))));
  const weights = classes.map((name) => (Object.hasOwn(given, name) ? given[name] : 1));
  if (weights.every((weight) => weight === 0)) {
    const message = l10n.t(
      'All classes have the weight 0, so nothing would be learned. Give one a larger weight.',
    );
    throw refusal('zero-class-weights', path, message);
  }
  return weights;
}

function unknownClass(name: string, classes: readonly string[]) {
  const suggestion = nearest(name, classes);
  const message =
    suggestion === undefined
      ? l10n.t(
          'The data has no class "{0}". Its classes are {1}.',
          shorten(name),
          classes.slice(0, 20).map(shorten).join(', '),
        )
      : l10n.t('The data has no class "{0}". Did you mean "{1}"?', shorten(name), shorten(suggestion));
  return { ...finding('unknown-class', [...path, name], message), isKey: true as const };
}
