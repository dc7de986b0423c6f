import type { LoadOptions, LoadResult } from '../data/loadDataset.js';

type Progress = NonNullable<LoadOptions['onProgress']>;

/** The time in which another caller can still join a load without callers, in milliseconds. */
const graceMs = 50;

/** A load that several callers wait for. It is canceled when none of them waits any more. */
export class SharedLoad {
  private readonly abortion = new AbortController();
  private readonly listeners = new Set<Progress>();
  private readonly result: Promise<LoadResult>;

  constructor(load: (options: LoadOptions) => Promise<LoadResult>) {
    const onProgress: Progress = (fraction) => {
      for (const listener of this.listeners) listener(fraction);
    };
    this.result = load({ signal: this.abortion.signal, onProgress });
    this.result.catch(() => undefined); // Callers get the error from `join`; there may be none.
  }

  get isCanceled(): boolean {
    return this.abortion.signal.aborted;
  }

  /** Returns the result. Rejects as soon as the signal is aborted. */
  async join({ signal, onProgress }: LoadOptions): Promise<LoadResult> {
    const listener: Progress = (fraction) => onProgress?.(fraction);
    this.listeners.add(listener);
    try {
      return await orAbort(this.result, signal);
    } finally {
      this.listeners.delete(listener);
      if (!this.listeners.size) setTimeout(() => this.cancelIfUnused(), graceMs).unref();
    }
  }

  private cancelIfUnused(): void {
    if (!this.listeners.size) this.abortion.abort();
  }
}

function orAbort<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
