import { QUIT } from './layout';
import { execute } from './execute';
import { isCalled, nextCommand } from './threads';

export { breakOff, call, dismiss } from './threads';

export function run32(): void {
  execute<f32>(0);
}

export function run64(): void {
  execute<f64>(0);
}

/** Runs a helper thread: it executes its share of each task until it is dismissed. */
export function serve32(thread: i32, last: i32): void {
  for (let command = nextCommand(last); command != QUIT; command = nextCommand(command))
    if (isCalled(thread, command)) execute<f32>(thread);
}

export function serve64(thread: i32, last: i32): void {
  for (let command = nextCommand(last); command != QUIT; command = nextCommand(command))
    if (isCalled(thread, command)) execute<f64>(thread);
}
