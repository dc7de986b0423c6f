import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Spec } from '../../config/spec.js';
import type { FromWorker, RateView, ToWorker } from '../../protocol.js';
import type { ConfigStore } from '../configs/configStore.js';

type RateMessage = Extract<FromWorker, { type: 'rateProgress' | 'rateFound' }>;

/** The search for one config's learning rate: the running one, or the result of the last one. */
export class RateFinder {
  readonly events = new EventEmitter<{ ended: [] }>();
  private id = 0;
  private shown: Omit<RateView, 'stale'> | null = null;
  /** Identifies the config that the search is about. */
  private searched = '';

  constructor(
    private readonly store: ConfigStore,
    private readonly post: (message: ToWorker) => void,
  ) {
    store.events.on('change', (change) => {
      if (this.shown && change.type === 'update' && 'settings' in change.view) this.show();
    });
  }

  get isRunning(): boolean {
    return this.shown?.isRunning ?? false;
  }

  /**
   * Searches a learning rate for the next run.
   *
   * @param directory the folder of the config
   * @param fromRun whether the search starts from the current parameters of the run, if it has any of this config
   */
  start(directory: string, fromRun: boolean): void {
    const { nextSpec: spec, run } = this.store;
    if (!spec) return;
    const isUsable = fromRun && run?.hasTrained && !run.status.stale;
    const checkpoint = isUsable ? run.known.checkpoint : null;
    const fromEpoch = checkpoint && run ? run.status.epoch : null;
    this.shown = { search: null, isRunning: true, fromEpoch, error: null };
    this.searched = identityOf(spec);
    this.post({ type: 'findRate', id: ++this.id, spec, directory, checkpoint });
    this.show();
  }

  /** Cancels the search, or forgets its result. */
  close(): void {
    if (this.isRunning) this.post({ type: 'cancelRate', id: this.id });
    this.shown = null;
    this.show();
    this.events.emit('ended');
  }

  receive(message: RateMessage): void {
    if (!this.shown?.isRunning || message.id !== this.id) return;
    const { search } = message;
    if (message.type === 'rateFound') this.end({ search, error: message.findings.at(0)?.message ?? null });
    else {
      this.shown = { ...this.shown, search };
      this.show();
    }
  }

  /** Ends a running search with an error, because its worker has ended. */
  fail(error: string): void {
    if (this.isRunning) this.end({ search: null, error });
  }

  private end(result: Pick<RateView, 'search' | 'error'>): void {
    if (this.shown) this.shown = { ...this.shown, ...result, isRunning: false };
    this.show();
    this.events.emit('ended');
  }

  private show(): void {
    const { shown, searched } = this;
    const { nextSpec } = this.store;
    const stale = nextSpec !== null && identityOf(nextSpec) !== searched;
    this.store.show({ rate: shown && { ...shown, stale } });
  }
}

/** Returns a key that is equal for specs that differ in the learning rate and the number of epochs alone. */
function identityOf(spec: Spec): string {
  const { training } = spec;
  const optimizer = { ...training.optimizer, learningRate: 0 };
  const text = JSON.stringify({ ...spec, name: '', training: { ...training, optimizer, epochs: 0 } });
  return createHash('sha1').update(text).digest('base64');
}
