import * as l10n from '@vscode/l10n';
import type { Finding } from '../../config/problem.js';
import type { Spec } from '../../config/spec.js';
import type { DataView, FromWorker, ToWorker } from '../../protocol.js';
import { reasonOf } from '../runs/lossWords.js';
import type { Loss } from '../runs/workerThread.js';
import { Descriptions } from './descriptions.js';

type Inspected = Extract<FromWorker, { type: 'inspected' }>;
type Inspect = Extract<ToWorker, { type: 'inspect' }>;

/** The inspection of a config's data, its findings, and the description of its table; only the newest inspection counts. */
export class Inspection {
  private version = 0;
  /** The question that waits for its answer. */
  private pending: Inspect | null = null;
  /** The version of the question that was asked again. */
  private repeated = 0;
  private found: readonly Finding[] = [];
  readonly descriptions: Descriptions;

  constructor(
    private readonly post: (message: ToWorker) => void,
    private readonly onFound: () => void,
    onDescribed: (view: DataView) => void,
  ) {
    this.descriptions = new Descriptions(post, onDescribed);
  }

  get isDescribing(): boolean {
    return this.descriptions.isRunning;
  }

  get findings(): readonly Finding[] {
    return this.found;
  }

  /** Inspects the data again. */
  begin(spec: Spec | null, directory: string): void {
    const version = ++this.version;
    this.descriptions.outdate();
    this.pending = spec?.kind === 'network' ? { type: 'inspect', version, spec, directory } : null;
    if (this.pending) this.post(this.pending);
    else this.find([]);
  }

  /** Returns false for the answer to an earlier request. */
  receive({ version, findings }: Inspected): boolean {
    if (version !== this.version) return false;
    this.pending = null;
    this.find(findings);
    return true;
  }

  /** The session is gone. The question is asked once more, and no longer if reading the data ends that thread, too. */
  lost(loss: Loss): void {
    this.descriptions.lost(loss);
    const { pending } = this;
    if (!pending) return;
    if (this.repeated !== pending.version) {
      this.repeated = pending.version;
      this.post(pending);
      return;
    }
    this.pending = null;
    const message = l10n.t('The data could not be read: {0}.', reasonOf(loss));
    this.find([{ severity: 'error', code: 'inspection-broke-off', message, path: ['data'] }]);
  }

  /** Returns whether the inspection has already reported a finding. */
  hasReported({ code, message }: Finding): boolean {
    return this.found.some((known) => known.code === code && known.message === message);
  }

  private find(findings: readonly Finding[]): void {
    this.found = findings;
    this.onFound();
  }
}
