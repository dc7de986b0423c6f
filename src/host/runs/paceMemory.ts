import type { Pace } from '../../protocol.js';

const key = 'pace';

/** A store of values that outlive the editor's windows, such as the editor's own `Memento`. */
interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** The pace of all configs' runs, which the editor remembers. */
export class PaceMemory {
  constructor(private readonly memory: Memory) {}

  get value(): Pace {
    return this.memory.get(key) === 'watch' ? 'watch' : 'fast';
  }

  async change(pace: Pace): Promise<void> {
    await this.memory.update(key, pace);
  }
}
