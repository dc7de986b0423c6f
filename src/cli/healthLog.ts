import type { HealthMonitor } from '../jobs/healthMonitor.js';
import type { AlarmView } from '../jobs/alarmViews.js';
import { alarmRecord, showAlarm } from './alarms.js';
import { instrumentLines } from './instrumentLines.js';
import type { Config } from './readConfig.js';
import type { Session } from './session.js';

/** Prints what is measured of a run, and its alarms: with `--json` while it trains and each alarm once, else at the end. */
export class HealthLog {
  private readonly printed = new Set<AlarmView['code']>();

  constructor(
    private readonly health: HealthMonitor,
    private readonly config: Config,
    private readonly session: Session,
  ) {}

  /** Prints what is new since the last call. */
  update(): void {
    const { call, output } = this.session;
    const { instruments, alarms } = this.health.take();
    if (!call.json) return;
    if (call.instruments)
      for (const measured of instruments) output.json({ event: 'instruments', ...measured });
    for (const alarm of alarms ? this.health.alarms : []) {
      if (!this.printed.has(alarm.code)) output.json(alarmRecord(alarm));
      this.printed.add(alarm.code);
    }
  }

  /** Prints the rest at the end of the run. */
  end(): void {
    this.update();
    const { call, io } = this.session;
    if (call.json) return;
    for (const alarm of this.health.alarms) io.stderr.write(`${showAlarm(this.config, alarm)}\n`);
  }

  /** Returns the lines of the table of the instruments if it is asked for. */
  get lines(): string[] {
    const { call } = this.session;
    return call.instruments && !call.json ? instrumentLines(this.health.history.instruments) : [];
  }
}
