import type { RunId } from '../../src/protocol.js';
import type { Store } from '../store.js';
import { post } from '../vscode.js';

/** The time in ms after which an unanswered request no longer holds back a newer one. */
const patienceMs = 500;

/**
 * The epoch that charts and timeline mark: the one under the pointer, else the one that is viewed. The cursor asks the
 * host for the state after the viewed epoch. Requests are not queued: only the newest one is sent when the last has been
 * answered. The request for the current state is sent at once, because it may be the last before the view is hidden.
 */
export class EpochCursor {
  private run: RunId | null = null;
  private hovered: number | null = null;
  private chosen: number | null = null;
  /** The request that is not answered yet, and when it was sent. */
  private asked: { readonly epoch: number | null; readonly at: number } | null = null;
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly store: Store,
    private readonly repaint: () => void,
  ) {}

  /** The epoch that is marked; null where none is. */
  get marked(): number | null {
    return this.hovered ?? this.chosen;
  }

  /** The epoch that the reader wants to see in all pictures; null: the current state. */
  get viewed(): number | null {
    return this.chosen;
  }

  /** Whether the host has yet to answer the last request. */
  get isWaiting(): boolean {
    return this.asked !== null && performance.now() - this.asked.at <= patienceMs;
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Marks the epoch under the pointer; null where the pointer is on none. */
  hover(epoch: number | null): void {
    if (epoch === this.hovered) return;
    this.hovered = epoch;
    this.report();
  }

  /** Shows the state after an epoch in all pictures; null: the current state again. */
  view(epoch: number | null): void {
    if (epoch === this.chosen) return;
    this.chosen = epoch;
    if (this.store.view?.kind === 'function') {
      this.store.viewedStep = epoch;
      this.repaint();
    } else if (epoch === null || !this.isWaiting) this.ask();
    this.report();
  }

  /** Compares what was asked for with what the host shows. */
  observe(): void {
    const { status, kind } = this.store.view ?? {};
    const viewing = status?.viewing ?? null;
    const shown = viewing?.epoch ?? null;
    if (status?.run !== this.run) {
      this.run = status?.run ?? null;
      this.asked = this.hovered = null;
      this.chosen = kind === 'function' ? null : shown;
      return;
    }
    if (kind === 'function') return;
    if (this.asked) {
      const isAnswered = shown === this.asked.epoch && (viewing?.fraction ?? null) === null;
      if (!isAnswered) return;
      this.asked = null;
      if (this.chosen !== shown) this.ask();
    } else this.chosen = shown;
  }

  private ask(): void {
    this.asked = { epoch: this.chosen, at: performance.now() };
    post({ type: 'viewEpoch', epoch: this.chosen });
  }

  private report(): void {
    for (const listener of this.listeners) listener();
  }
}
