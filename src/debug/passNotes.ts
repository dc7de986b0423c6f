import * as l10n from '@vscode/l10n';
import { alterationText } from './alterations.js';
import type { Walk } from './walk.js';

type Shown = Pick<Walk, 'altered' | 'names' | 'trainedEpochs' | 'isTrainedEdited' | 'isFailed'>;

/** Returns notes on the numbers of a pass: the origin of its weights, and the values that were changed. */
export function passNotes(walk: Shown): string[] {
  return [weightsNote(walk), ...alteredNotes(walk)];
}

export function weightsNote({
  trainedEpochs,
  isTrainedEdited,
  isFailed,
}: Pick<Shown, 'trainedEpochs' | 'isTrainedEdited' | 'isFailed'>): string {
  if (isFailed)
    return l10n.t('This is the pass in which the run failed, with the parameters that the run had then.');
  if (trainedEpochs === null) return l10n.t('The passes begin with the initial weights.');
  return isTrainedEdited
    ? l10n.t(
        'The passes begin with the weights of the run after epoch {0}. Parameters of that run were changed by hand.',
        trainedEpochs,
      )
    : l10n.t('The passes begin with the weights of the run after epoch {0}.', trainedEpochs);
}

/** Returns one sentence that names every changed value, or no sentence where none was changed. */
export function alteredNotes({ altered, names }: Shown): string[] {
  if (altered.length === 0) return [];
  const changes = altered.map((alteration) => alterationText(alteration, names));
  return [
    l10n.t('Values were changed by hand, and all other numbers follow from them: {0}.', changes.join(', ')),
  ];
}

/** Returns a note on the effect of a change on the rest of a debug session. */
export function changeNote(walk: Shown): string {
  const undone = l10n.t('Restart or end the session to undo the change.');
  return [...alteredNotes(walk), undone].join(' ');
}
