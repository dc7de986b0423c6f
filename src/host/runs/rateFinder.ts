import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Spec } from '../../config/spec.js';
import type { FromWorker, RateView, ToWorker } from '../../protocol.js';

type RateMessage = Extract<FromWorker, { type: 'rateProgress' | 'rateFound' }>;

/** The parameters that a search starts from. */
export interface SearchStart {
  readonly checkpoint: Uint8Array;
  readonly epoch: number;
}

interface RateFinderEvents {
  /** `view` has changed. */
  changed: [];
  ended: [];
}

/** The search for one config's learning rate: the running one, or the result of the last one. */
export class RateFinder {
  readonly events = new EventEmitter<RateFinderEvents>();
  private id = 0;
  private shown: Omit<RateView, 'stale'> | null = null;
  /** The config that the search is about, and the present one. */
  private searched = '';
  private present = '';

  constructor(private readonly post: (message: ToWorker) => void) {}

  get isRunning(): boolean {
    return this.shown?.isRunning ?? false;
  }

  get view(): RateView | null {
    return this.shown && { ...this.shown, stale: this.searched !== this.present };
  }

  /** @param from null: the initial parameters */
  start(spec: Spec, directory: string, from: SearchStart | null): void {
    const id = ++this.id;
    this.shown = { search: null, isRunning: true, fromEpoch: from?.epoch ?? null, error: null };
    this.searched = this.present = identityOf(spec);
    this.post({ type: 'findRate', id, spec, directory, checkpoint: from?.checkpoint ?? null });
    this.events.emit('changed');
  }

  /** Cancels the search, or forgets its result. */
  close(): void {
    if (this.isRunning) this.post({ type: 'cancelRate', id: this.id });
    this.shown = null;
    this.events.emit('changed');
    this.events.emit('ended');
  }

  receive(message: RateMessage): void {
    if (!this.shown?.isRunning || message.id !== this.id) return;
    const { search } = message;
    if (message.type === 'rateProgress') this.shown = { ...this.shown, search };
    else this.end({ search, error: message.findings.at(0)?.message ?? null });
    this.events.emit('changed');
  }

  /** Ends a running search with an error, because its worker has ended. */
  fail(error: string): void {
    if (!this.isRunning) return;
    this.end({ search: null, error });
    this.events.emit('changed');
  }

  /** Sets the present config, which decides whether the last search is stale. */
  setSpec(spec: Spec | null): void {
    if (!spec) return;
    this.present = identityOf(spec);
    if (this.shown) this.events.emit('changed');
  }

  private end(result: Pick<RateView, 'search' | 'error'>): void {
    if (this.shown) this.shown = { ...this.shown, ...result, isRunning: false };
    this.events.emit('ended');
  }
}

/** Returns a key that is equal for specs that differ in their learning rate alone, as after applying a suggestion. */
function identityOf(spec: Spec): string {
  const { training } = spec;
  const optimizer = { ...training.optimizer, learningRate: 0 };
  const text = JSON.stringify({ ...spec, name: '', training: { ...training, optimizer, epochs: 0 } });
  return createHash('sha1').update(text).digest('base64');
}
