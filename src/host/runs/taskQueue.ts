/** Runs tasks one after the other. */
export class TaskQueue {
  private last: Promise<unknown> = Promise.resolve();

  /** Adds a task. The caller receives its error; the next task runs nevertheless. */
  add<T>(task: () => Promise<T>): Promise<T> {
    const done = this.last.then(task);
    this.last = done.catch(() => undefined);
    return done;
  }

  /** Settles when all tasks so far are done. */
  async idle(): Promise<void> {
    await this.last;
  }
}
