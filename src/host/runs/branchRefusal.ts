import * as l10n from '@vscode/l10n';
import type { Spec } from '../../config/spec.js';

/** Returns a text that is equal for specs whose runs can continue from each other's states. */
export const shapeOf = (spec: Spec): string =>
  spec.kind === 'network' ? spec.layers.map(({ units }) => units).join() : spec.function.text;

/**
 * Returns why a run with the next spec cannot continue from an epoch of a run; null where it can.
 * @param shape the shape of the run, as `shapeOf` returns it
 */
export function branchRefusal(shape: string, next: Spec, epoch: number): string | null {
  if (shape !== shapeOf(next)) {
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
