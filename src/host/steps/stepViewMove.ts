import type { Walk } from '../../debug/walk.js';
import type { StepCommand } from '../../protocol.js';

/** The commands of a page that the walk itself executes. */
export type MoveCommand = Exclude<StepCommand, { name: 'watch' | 'unwatch' | 'restart' | 'copy' }>;

/** Moves the walk's cursor or changes its pass. The views are updated by the walk's events. */
export async function moveBy(command: MoveCommand, walk: Walk): Promise<void> {
  switch (command.name) {
    case 'next':
    case 'previous':
      walk[command.name](command.by);
      return;
    case 'go':
      walk.go(command.index);
      return;
    case 'first':
    case 'last':
      walk[command.name]();
      return;
    case 'nextPass':
      await walk.nextPass();
      return;
    case 'sample':
      walk.showSample(command.index);
      return;
    case 'undoChanges':
      await walk.undoChanges();
      return;
    case 'setParameter':
      walk.setParameter(command.place, command.value);
  }
}
