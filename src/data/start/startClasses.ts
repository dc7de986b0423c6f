import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import { refusal } from '../finding.js';
import type { Targets } from '../table.js';
import { startPath, type Start } from './loadStart.js';

/**
 * Returns the targets with the classes of a model, in its order. Targets that are numbers are unchanged.
 * @throws DataError where a sample has a class that the model does not have
 */
export function withClassesOf({ file, model: { classes } }: Start, targets: Targets): Targets {
  if (targets.kind !== 'classes' || !classes) return targets;
  const indices = targets.classes.map((name) => classes.indexOf(name));
  const unknown = indices.indexOf(-1);
  if (unknown !== -1) {
    const message = l10n.t(
      'The data has the class "{0}", which the model in "{1}" does not have. Its classes are {2}; leave out the samples of others, or remove "weights".',
      shorten(targets.classes[unknown]),
      file,
      listed(classes),
    );
    throw refusal('weights-classes', startPath, message);
  }
  return { ...targets, classes, classOf: targets.classOf.map((index) => indices[index]) };
}

/** The most names that a message lists. */
const mostNames = 8;

/** Returns names for a message, the first few of many. */
export function listed(names: readonly string[]): string {
  const first = names.slice(0, mostNames).map((name) => shorten(name));
  return [...first, ...(names.length > mostNames ? ['…'] : [])].join(', ');
}
