import type { EventEmitter } from 'node:events';
import type { RunEvents } from './runControl.js';

/** The longest wait in ms for a run to pause when the editor closes. */
const suspendMs = 1500;

/** Resolves when training has paused or ended and its checkpoint has arrived, or when the longest wait is over. */
export function untilSettled(events: EventEmitter<RunEvents>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, suspendMs);
    events.once('settled', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
