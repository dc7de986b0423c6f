import { EventEmitter } from 'node:events';
import type { Correction, Finding, Mark } from '../../config/problem.js';
import type { NetworkConfig } from '../../config/spec.js';
import type {
  CheckResult,
  CheckRunning,
  CheckView,
  CommandRun,
  FromWorker,
  ToWorker,
} from '../../protocol.js';

type CheckMessage = Extract<FromWorker, { type: 'checkProgress' | 'checked' }>;

/** A check that has finished. */
interface Checked {
  readonly result: CheckResult | null;
  readonly findings: readonly Finding[];
  readonly corrections: readonly Correction[];
  readonly marks: readonly Mark[];
  /** Of the file as it was at the start. */
  readonly fingerprint: string;
}

interface Running {
  readonly id: number;
  readonly fingerprint: string;
  readonly progress: CheckRunning;
}

interface CheckEvents {
  /** `view` has changed. */
  changed: [];
  /** The check has ended; false if it was canceled. */
  ended: [boolean];
  /** The program that computes the user's own gradients was run. */
  ran: [CommandRun];
  /** A request to cancel the check has been sent to the worker. */
  canceled: [];
}

/** One config's gradient check: the running one, and the result of the last one. */
export class GradientCheck {
  readonly events = new EventEmitter<CheckEvents>();
  private lastId = 0;
  private running: Running | null = null;
  private checked: Checked | null = null;
  private fingerprint = '';

  constructor(private readonly post: (message: ToWorker) => void) {}

  get isRunning(): boolean {
    return this.running !== null;
  }

  /** The findings of the last check; positions refer to the text that was checked. */
  get findings(): readonly Finding[] {
    return this.checked?.findings ?? [];
  }

  /** What belongs in the compared file in place of wrong numbers. */
  get corrections(): readonly Correction[] {
    return this.checked?.corrections ?? [];
  }

  /** The problems at the lines of the program that computes the user's own gradients. */
  get marks(): readonly Mark[] {
    return this.checked?.marks ?? [];
  }

  get view(): CheckView {
    const { running, checked } = this;
    const error = checked && !checked.result ? (checked.findings.at(0)?.message ?? null) : null;
    return {
      running: running?.progress ?? null,
      result: checked?.result ?? null,
      error,
      stale: checked !== null && checked.fingerprint !== this.fingerprint,
    };
  }

  /** @param isTrusted whether the program that computes the user's own gradients may be run */
  start(
    spec: NetworkConfig,
    fingerprint: string,
    directory: string,
    checkpoint: Uint8Array | null,
    isTrusted: boolean,
  ): void {
    const id = ++this.lastId;
    this.running = { id, fingerprint, progress: { fraction: null, failed: 0 } };
    this.fingerprint = fingerprint;
    this.post({ type: 'check', check: id, spec, directory, isTrusted, checkpoint });
    this.events.emit('changed');
  }

  /** Cancels the running check. The result of the last finished check is kept. */
  cancel(): void {
    if (!this.running) return;
    this.post({ type: 'cancelCheck', check: this.running.id });
    this.events.emit('canceled');
    this.end(false);
  }

  receive(message: CheckMessage): void {
    const { running } = this;
    if (running?.id !== message.check) return;
    if (message.type === 'checkProgress') {
      this.running = { ...running, progress: message.progress };
      this.events.emit('changed');
      return;
    }
    const { result, findings, corrections, marks, ran } = message;
    this.checked = { result, findings, corrections, marks, fingerprint: running.fingerprint };
    if (ran) this.events.emit('ran', ran);
    this.end(true);
  }

  /** Ends the running check with an error, because its worker has ended. */
  fail(message: string): void {
    const { running } = this;
    if (!running) return;
    const finding: Finding = { severity: 'error', code: 'check-broke-off', message, path: [] };
    const { fingerprint } = running;
    this.checked = { result: null, findings: [finding], corrections: [], marks: [], fingerprint };
    this.end(true);
  }

  /** Sets the fingerprint of the file's current text, which decides whether the last check is stale. */
  setFingerprint(fingerprint: string): void {
    if (fingerprint === this.fingerprint) return;
    this.fingerprint = fingerprint;
    if (this.checked) this.events.emit('changed');
  }

  /** Makes the last check stale, because the data or the gradients that it was compared with have changed. */
  outdate(): void {
    if (!this.checked) return;
    this.checked = { ...this.checked, fingerprint: '' };
    this.events.emit('changed');
  }

  private end(isDone: boolean): void {
    this.running = null;
    this.events.emit('changed');
    this.events.emit('ended', isDone);
  }
}
