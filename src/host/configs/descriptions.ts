import * as l10n from '@vscode/l10n';
import type { Spec } from '../../config/spec.js';
import { plainText } from '../../config/plainText.js';
import type { DataDescription, DataView, FromWorker, ToWorker } from '../../protocol.js';
import { reasonOf } from '../runs/lossWords.js';
import type { Loss } from '../runs/workerThread.js';

type Described = Extract<FromWorker, { type: 'described' }>;

/** The description of a config's table, which is computed when a view or a hover asks for it and kept until the data change. */
export class Descriptions {
  private version = 0;
  private isPending = false;
  private shown: DataView = { description: null, error: null, isCurrent: false };
  private waiting: ((description: DataDescription | null) => void)[] = [];

  constructor(
    private readonly post: (message: ToWorker) => void,
    private readonly onChanged: (view: DataView) => void,
  ) {}

  get view(): DataView {
    return this.shown;
  }

  get isRunning(): boolean {
    return this.isPending;
  }

  /** The config or its data have changed. The last description stays until there is another one. */
  outdate(): void {
    this.version++;
    this.isPending = false;
    this.settle(null);
    if (this.shown.isCurrent) this.show({ ...this.shown, isCurrent: false });
  }

  /** Describes the table unless that has been done or is being done. */
  begin(spec: Spec | null, directory: string): void {
    if (this.isPending || this.shown.isCurrent || spec?.kind !== 'network') return;
    this.isPending = true;
    this.post({ type: 'describe', version: this.version, spec, directory });
  }

  /** Returns the description once it has been computed; null where there is none or the data change meanwhile. */
  async wait(spec: Spec | null, directory: string): Promise<DataDescription | null> {
    this.begin(spec, directory);
    if (!this.isPending) return this.shown.description;
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  receive({ version, description, findings }: Described): void {
    if (version !== this.version) return;
    const error = findings.at(0)?.message ?? null;
    this.end(description, error && plainText(error));
  }

  /** The session is gone. */
  lost(loss: Loss): void {
    if (this.isPending) this.end(null, l10n.t('The data could not be read: {0}.', reasonOf(loss)));
  }

  private end(description: DataDescription | null, error: string | null): void {
    this.isPending = false;
    this.show({ description, error, isCurrent: true });
    this.settle(description);
  }

  private show(view: DataView): void {
    this.shown = view;
    this.onChanged(view);
  }

  private settle(description: DataDescription | null): void {
    for (const resolve of this.waiting.splice(0)) resolve(description);
  }
}
