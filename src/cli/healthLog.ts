import type { InstrumentsHistory } from '../engine/health/instruments.js';
import type { Job } from '../jobs/job.js';
import type { Session } from './session.js';

/** Prints what is measured of a run: with `--json` while it trains. */
export class HealthLog {
  constructor(
    private readonly job: Job,
    private readonly session: Session,
  ) {}

  /** Prints what is new since the last call. */
  update(): void {
    const { instruments } = this.job.health?.take() ?? { instruments: [] };
    this.printInstruments(instruments);
  }

  private printInstruments(instruments: InstrumentsHistory): void {
    const { call, output } = this.session;
    if (!call.instruments || !call.json) return;
    for (const measured of instruments) output.json({ event: 'instruments', ...measured });
  }
}
