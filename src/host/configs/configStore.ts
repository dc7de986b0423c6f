import { EventEmitter } from 'node:events';
import { plainText } from '../../config/plainText.js';
import * as l10n from '@vscode/l10n';
import type { Finding } from '../../config/problem.js';
import type { ConfigSource } from '../../config/parse.js';
import type { Spec } from '../../config/spec.js';
import type { AlarmCode, AlarmView, BranchOrigin, ConfigView, DataFacts, Pace, HandsOnView, ProblemsView, RunId, RunSettings } from '../../protocol.js'; // prettier-ignore
import { emptyHistory } from '../../worker/history.js';
import { pastRunOf, type PastRun } from '../runs/pastRun.js';
import { isRunning, Run, type RunMessage, type ViewChange } from '../runs/run.js';
import { RunHistory } from '../runs/runHistory.js';
import type { RunImage } from '../runs/runImage.js';
import type { ConfigFacts } from './configFacts.js';
import { overridesOf, settingsOf } from './settings.js';
import { handsOnOf } from './handsOn.js';
import { shapeOf } from './shape.js';

interface StoreEvents {
  change: [ViewChange];
  /** So much has changed that a view must be hydrated again. */
  renewed: [];
}

/** The messages after which a run's record is updated. */
const changesRecord: readonly RunMessage['type'][] = ['state', 'failed', 'refused', 'checkpoint'];

/** The single source of all that views show of one config. It is updated from the text and by the worker. */
export class ConfigStore {
  readonly events = new EventEmitter<StoreEvents>();
  run: Run | null = null;
  overrides: Partial<RunSettings> = {};
  readonly runs = new RunHistory();
  private config: ConfigFacts;
  /** Whether the name comes from a valid text. */
  private isNamed = false;
  private besides: Pick<ConfigView, 'check' | 'rate' | 'data'> = {
    check: { running: null, result: null, error: null, stale: false },
    rate: null,
    data: { description: null, error: null, isCurrent: false },
  };
  /** The alarms that are not reported. */
  muted: readonly AlarmCode[] = [];
  private handsOn: HandsOnView | null = null;
  /** The facts of the data that the file names, used until a run has read its data. */
  private inspected: DataFacts | null = null;
  private lastClasses: readonly string[] = [];
  /** The error in the data that keeps a run from starting; null if there is none. */
  private dataError: string | null = null;

  constructor(
    public uri: string,
    name: string,
    public pace: Pace = 'fast',
  ) {
    const problems = { errors: 0, warnings: 0, first: null };
    const sourceWith = (): ConfigSource => ({ text: '', value: undefined });
    this.config = { name, spec: null, withSettings: () => null, sourceWith, fingerprint: '', problems };
    this.events.setMaxListeners(0);
  }

  /** The classes of the data, or those last known where the text or the data have an error now. */
  get classes(): readonly string[] {
    return this.dataFacts?.classes ?? this.lastClasses;
  }

  /** The facts of the data of the run, or of the file where there is no run. */
  get dataFacts(): DataFacts | null {
    return this.run?.known.facts ?? this.inspected;
  }

  /** The alarms of the run that are not muted. */
  get alarms(): readonly AlarmView[] {
    return this.run?.known.alarms?.filter(({ code }) => !this.muted.includes(code)) ?? [];
  }

  get facts(): ConfigFacts {
    return this.config;
  }

  get fileSettings(): RunSettings | null {
    return this.config.spec && settingsOf(this.config.spec);
  }

  get settings(): RunSettings | null {
    return this.fileSettings && { ...this.fileSettings, ...this.overrides };
  }

  /** The spec that the next run would use. */
  get nextSpec(): Spec | null {
    return this.config.withSettings(this.overrides);
  }

  /** The run that can be resumed: a paused one even if the file has changed, one at its start only if it has not. */
  get waiting(): Run | null {
    const { run, isOutdated } = this;
    const state = run?.status.state;
    const isAtStart = state === 'ready' || state === 'loading';
    return state === 'paused' || (isAtStart && !isOutdated) ? run : null;
  }

  /** Whether a new run would differ from the current one because the file or the settings have changed. */
  get isOutdated(): boolean {
    const { run, settings } = this;
    if (!run || run.status.stale) return true;
    return !settings || Object.keys(overridesOf(settings, settingsOf(run.known.spec))).length > 0;
  }

  get problems(): ProblemsView {
    const { spec, problems } = this.config;
    const blocking = spec ? this.dataError : (problems.first ?? l10n.t('The file is still being read.'));
    const shown = (text: string | null): string | null => text && plainText(text);
    return { ...problems, first: shown(problems.first), blocking: shown(blocking) };
  }

  /** Returns a copy, including the history, to hydrate a view. */
  view(): ConfigView {
    const { run } = this;
    return {
      uri: this.uri,
      problems: this.problems,
      ...this.described(),
      surface: run?.known.surface ?? null,
      status: run?.status ?? null,
      facts: this.dataFacts,
      history: run?.history ?? emptyHistory(),
      instruments: run?.instruments ?? [],
      alarms: this.alarms,
      snapshot: run?.known.snapshot ?? null,
      plane: run?.known.plane ?? null,
      regions: run?.known.regions ?? null,
      unitMaps: run?.known.unitMaps ?? null,
      predictions: run?.known.predictions ?? null,
      gallery: run?.known.gallery ?? null,
      classPredictions: run?.known.classPredictions,
      importance: run?.known.importance,
      evaluation: run?.known.evaluation ?? { training: null, validation: null },
      test: run?.known.test ?? null,
      ...this.runs.view(),
      pace: this.pace,
      ...this.besides,
      handsOn: this.handsOn,
    };
  }

  rename(uri: string): void {
    this.uri = uri;
    this.events.emit('renewed');
  }

  configure(config: ConfigFacts): void {
    if (config.fingerprint !== this.config.fingerprint) this.dataError = null;
    // An invalid text has no name, so the last valid name is kept.
    this.config = config.spec || !this.isNamed ? config : { ...config, name: this.config.name };
    this.isNamed ||= config.spec !== null;
    if (this.fileSettings) this.overrides = overridesOf(this.settings!, this.fileSettings);
    const hands = this.updateHandsOn();
    this.emitChange({ type: 'update', view: { problems: this.problems, ...hands, ...this.described() } });
    this.updateStale();
  }

  /** Sets the number of problems that the editor shows for the file. */
  count(errors: number, warnings: number): void {
    const { problems } = this.config;
    if (problems.errors === errors && problems.warnings === warnings) return;
    this.config = { ...this.config, problems: { ...problems, errors, warnings } };
    this.emitChange({ type: 'update', view: { problems: this.problems } });
  }

  inspect(facts: DataFacts | null): void {
    this.inspected = facts;
    this.lastClasses = facts?.classes ?? this.lastClasses;
    const hands = this.updateHandsOn();
    this.emitChange({ type: 'update', view: this.run ? hands : { ...hands, facts, ...this.described() } });
  }

  /** Receives the findings of a data inspection; an error keeps a run from starting. */
  setDataFindings(findings: readonly Finding[]): void {
    const error = findings.find(({ severity }) => severity === 'error')?.message ?? null;
    if (error === this.dataError) return;
    this.dataError = error;
    this.emitChange({ type: 'update', view: { problems: this.problems } });
  }

  mute(muted: readonly AlarmCode[]): void {
    this.muted = muted;
    this.emitChange({ type: 'update', view: { alarms: this.alarms } });
  }

  /** Shows a check, a search for a learning rate or the description of a table. */
  show(view: Partial<Pick<ConfigView, 'check' | 'rate' | 'data'>>): void {
    this.besides = { ...this.besides, ...view };
    this.emitChange({ type: 'update', view });
  }

  changeSettings(settings: RunSettings): void {
    if (!this.fileSettings) return;
    this.overrides = overridesOf(settings, this.fileSettings);
    this.emitChange({ type: 'update', view: this.described() });
  }

  changePace(pace: Pace): void {
    this.pace = pace;
    this.emitChange({ type: 'update', view: { pace } });
  }

  /** Replaces the run by a new one without results. */
  begin(id: RunId, spec: Spec, branchOf: BranchOrigin | null = null): void {
    const source = this.config.sourceWith(this.overrides);
    this.run = Run.begin(id, spec, { ...this.config, source }, branchOf);
    this.events.emit('renewed');
  }

  restore(image: RunImage | null, overrides: Partial<RunSettings>): void {
    this.run = image && Run.restore(image);
    this.overrides = overrides;
    // A run that was at rest is in the list unless the user has deleted it.
    if (image && isRunning(image.status.state) && this.run) this.keepRecord(this.run);
    this.updateStale();
    this.events.emit('renewed');
  }

  /** Adds runs of earlier sessions to the list. */
  restoreRuns(runs: readonly PastRun[]): void {
    this.runs.restore(runs);
    this.showRuns();
  }

  /** Sends the list of runs to the views, because it has changed. */
  showRuns(): void {
    this.emitChange({ type: 'update', view: this.runs.view() });
  }

  /** Applies a message of the worker; messages about other runs than the current one are ignored. */
  receive(message: RunMessage): void {
    const { run } = this;
    if (run?.id !== message.run) return;
    const changes = run.receive(message);
    if (message.type === 'alarms') this.emitChange({ type: 'update', view: { alarms: this.alarms } });
    else changes.forEach((change) => this.emitChange(change));
    if (message.type === 'ready') this.emitChange({ type: 'update', view: this.described() });
    if (changesRecord.includes(message.type)) this.keepRecord(run);
  }

  /** Marks the run as failed, for a reason that the worker cannot report. */
  fail(error: string): void {
    if (!this.run) return;
    this.emitChange(this.run.update({ state: 'failed', error }));
    this.keepRecord(this.run);
  }

  /** Restores the run to its newest checkpoint. Returns false if there is none. */
  rollBack(state: 'paused' | 'stopped', error: string | null): boolean {
    if (!this.run?.rollBack(state, error)) return false;
    this.keepRecord(this.run);
    this.events.emit('renewed');
    return true;
  }

  /** An invalid text keeps the values that were read last, which cannot be changed until it is valid again. */
  private updateHandsOn(): Pick<ConfigView, 'handsOn'> {
    const { spec } = this.config;
    if (spec) this.handsOn = handsOnOf(spec, this.inspected);
    else if (this.handsOn) this.handsOn = { ...this.handsOn, blocked: this.problems.blocking };
    return { handsOn: this.handsOn };
  }

  /** Updates whether the file has changed since the run started. */
  private updateStale(): void {
    const stale = this.run !== null && this.run.known.fingerprint !== this.config.fingerprint;
    if (this.run && this.run.status.stale !== stale) this.emitChange(this.run.update({ stale }));
  }

  /** Updates the list of runs; a run that has never trained is not added. */
  private keepRecord(run: Run): void {
    if (!run.hasTrained && !this.runs.get(run.id)) return;
    this.runs.put(pastRunOf(run));
    this.showRuns();
  }

  /** Returns the description of the current run's spec, since that is what is drawn; of the file's if there is no run. */
  private described(): Pick<
    ConfigView,
    'name' | 'kind' | 'settings' | 'fileSettings' | 'runSettings' | 'shape'
  > {
    const spec = this.run?.known.spec ?? this.config.spec;
    return {
      name: this.config.name,
      kind: spec?.kind ?? 'invalid',
      settings: this.settings,
      fileSettings: this.fileSettings,
      runSettings: this.run && settingsOf(this.run.known.spec),
      shape: spec && shapeOf(spec, this.run?.known.facts ?? this.inspected),
    };
  }

  private emitChange(change: ViewChange): void {
    this.events.emit('change', change);
  }
}
