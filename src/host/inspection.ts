import type { Finding } from '../config/problem.js';
import type { Spec } from '../config/spec.js';
import type { FromWorker, ToWorker } from '../protocol.js';

type Inspected = Extract<FromWorker, { type: 'inspected' }>;

/** What looking at a config's data has found; the newest look alone counts. */
export class Inspection {
  private version = 0;
  private found: readonly Finding[] = [];

  get findings(): readonly Finding[] {
    return this.found;
  }

  /** What to ask the worker; null where there is no data to look at. */
  begin(spec: Spec | null, directory: string): ToWorker | null {
    this.version++;
    if (spec?.kind === 'network') return { type: 'inspect', version: this.version, spec, directory };
    this.found = [];
    return null;
  }

  /** False for the answer to an earlier question. */
  receive({ version, findings }: Inspected): boolean {
    if (version !== this.version) return false;
    this.found = findings;
    return true;
  }

  /** Whether looking at the data said so already. */
  knows({ code, message }: Finding): boolean {
    return this.found.some((known) => known.code === code && known.message === message);
  }
}
