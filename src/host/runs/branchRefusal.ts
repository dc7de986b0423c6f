import * as l10n from '@vscode/l10n';
import type { Spec } from '../../config/spec.js';

/** Returns why a run with the next spec cannot continue from an epoch of a run; null where it can. */
export function branchRefusal(spec: Spec, next: Spec, epoch: number): string | null {
  const shape = (of: Spec): string =>
    of.kind === 'network' ? of.layers.map(({ units }) => units).join() : of.function.text;
  if (shape(spec) !== shape(next)) {
    return l10n.t(
      'This config has other layers than the run, so it cannot continue from the run. Undo the change of its layers, or train from the start.',
    );
  }
  if (next.training.epochs > epoch) return null;
  return l10n.t(
    'The next run ends at epoch {0}, but it would begin at epoch {1}. Increase the number of epochs, then continue again.',
    next.training.epochs,
    epoch,
  );
}
