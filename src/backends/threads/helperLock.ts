/**
 * A lock that allows one kernel instance of a thread at a time to use helper threads. The networks of a thread train in
 * turns, so the helpers of the others would only wait.
 */
export class HelperLock {
  private holder: object | null = null;

  /** Acquires the lock for an instance unless another one holds it. Returns whether the instance holds it. */
  acquire(instance: object): boolean {
    this.holder ??= instance;
    return this.holder === instance;
  }

  /** Releases the lock if the instance holds it. */
  release(instance: object): void {
    if (this.holder === instance) this.holder = null;
  }
}
