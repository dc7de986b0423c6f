import { runSlice, Turn } from '../jobs/drive.js';

/** The turns of a task that reacts to commands at once, whether it works, waits for its turn, or waits for a command. */
export class CommandedTurns {
  private readonly turn = new Turn();
  private wake: () => void = () => undefined;

  /** Ends a wait, because there is a command to handle. */
  interrupt(): void {
    this.wake();
    this.turn.hurry();
  }

  next(): Promise<void> {
    return this.turn.next();
  }

  /** Waits, but not longer than until the next command. */
  async pause(ms = Infinity): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      if (Number.isFinite(ms)) timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }

  /** Does work in slices while `isWanted` holds. Returns its result, or null where it was canceled. */
  async drive<T>(steps: Iterator<unknown, T>, isWanted: () => boolean): Promise<T | null> {
    while (isWanted()) {
      const end = runSlice(steps, isWanted);
      if (end) return end.result;
      await this.next();
    }
    return null;
  }
}
