import { EventEmitter } from 'node:events';
import { plainText } from '../config/plainText.js';
import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import type { Spec } from '../config/spec.js';
import type {
  CheckView,
  ConfigView,
  DataFacts,
  ProblemsView,
  RunId,
  RunRecord,
  RunSettings,
} from '../protocol.js';
import { emptyHistory } from '../worker/history.js';
import { Run, type RunImage, type RunMessage, type ViewChange } from './run.js';
import { overridesOf, settingsOf } from './settings.js';
import { shapeOf } from './shape.js';

/** What the text of a config says, as far as the store cares. */
export interface ConfigFacts {
  readonly name: string;
  /** null where the file cannot be run. */
  readonly spec: Spec | null;
  /** Returns the spec with settings in place of the file's; null where there is none. */
  readonly withSettings: (settings: Partial<RunSettings>) => Spec | null;
  /** Equal for texts that ask for the same run. */
  readonly fingerprint: string;
  readonly problems: Omit<ProblemsView, 'blocking'>;
}

interface StoreEvents {
  change: [ViewChange];
  /** So much has changed that a view must be hydrated anew. */
  renewed: [];
}

const maxRecords = 50;

/** All that views show of one config, and the one place that knows it. Told by the text and by the worker. */
export class ConfigStore {
  readonly events = new EventEmitter<StoreEvents>();
  run: Run | null = null;
  overrides: Partial<RunSettings> = {};
  records: readonly RunRecord[] = [];
  private config: ConfigFacts;
  /** The name is one that a sound text gave. */
  private isNamed = false;
  private check: CheckView = { running: null, result: null, error: null, stale: false };
  /** Of the data as the file now names it, before a run knows better. */
  private inspected: DataFacts | null = null;
  /** What an inspection of the data found that no run can start with. */
  private dataError: string | null = null;

  constructor(
    public uri: string,
    name: string,
  ) {
    const problems = { errors: 0, warnings: 0, first: null };
    this.config = { name, spec: null, withSettings: () => null, fingerprint: '', problems };
    this.events.setMaxListeners(0);
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

  /** The spec as the next run would have it. */
  get nextSpec(): Spec | null {
    return this.config.withSettings(this.overrides);
  }

  /** The run that can go on: a paused one whatever the file now says, one at its start only as the file has it. */
  get waiting(): Run | null {
    const { run, isOutdated } = this;
    const state = run?.status.state;
    const isAtStart = state === 'ready' || state === 'loading';
    return state === 'paused' || (isAtStart && !isOutdated) ? run : null;
  }

  /** A new run would start differently, by the file or by the settings. */
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

  /** A copy, history included, to hydrate a view with. */
  view(): ConfigView {
    const { run } = this;
    return {
      uri: this.uri,
      problems: this.problems,
      ...this.described(),
      surface: run?.known.surface ?? null,
      status: run?.status ?? null,
      facts: run?.known.facts ?? this.inspected,
      history: run?.history ?? emptyHistory(),
      snapshot: run?.known.snapshot ?? null,
      plane: run?.known.plane ?? null,
      regions: run?.known.regions ?? null,
      evaluation: run?.known.evaluation ?? { training: null, validation: null },
      runs: this.records,
      check: this.check,
    };
  }

  rename(uri: string): void {
    this.uri = uri;
    this.events.emit('renewed');
  }

  configure(config: ConfigFacts): void {
    if (config.fingerprint !== this.config.fingerprint) this.dataError = null;
    // A text that cannot be read has no name of its own.
    this.config = config.spec || !this.isNamed ? config : { ...config, name: this.config.name };
    this.isNamed ||= config.spec !== null;
    if (this.fileSettings) this.overrides = overridesOf(this.settings!, this.fileSettings);
    this.tell({ type: 'update', view: { problems: this.problems, ...this.described() } });
    this.judge();
  }

  /** Takes over how many problems the editor shows for the file. */
  count(errors: number, warnings: number): void {
    const { problems } = this.config;
    if (problems.errors === errors && problems.warnings === warnings) return;
    this.config = { ...this.config, problems: { ...problems, errors, warnings } };
    this.tell({ type: 'update', view: { problems: this.problems } });
  }

  inspect(facts: DataFacts | null): void {
    this.inspected = facts;
    if (!this.run) this.tell({ type: 'update', view: { facts, ...this.described() } });
  }

  /** Takes in what an inspection of the data found: an error there keeps a run from starting. */
  judgeData(findings: readonly Finding[]): void {
    const error = findings.find(({ severity }) => severity === 'error')?.message ?? null;
    if (error === this.dataError) return;
    this.dataError = error;
    this.tell({ type: 'update', view: { problems: this.problems } });
  }

  showCheck(check: CheckView): void {
    this.check = check;
    this.tell({ type: 'update', view: { check } });
  }

  changeSettings(settings: RunSettings): void {
    if (!this.fileSettings) return;
    this.overrides = overridesOf(settings, this.fileSettings);
    this.tell({ type: 'update', view: this.described() });
  }

  /** A new run begins, with nothing yet to show. */
  begin(id: RunId, spec: Spec): void {
    this.run = Run.begin(id, spec, this.config.fingerprint);
    this.events.emit('renewed');
  }

  restore(image: RunImage | null, overrides: Partial<RunSettings>, records: readonly RunRecord[]): void {
    this.run = image && Run.restore(image);
    this.overrides = overrides;
    this.records = records;
    if (this.run) this.keepRecord(this.run);
    this.judge();
    this.events.emit('renewed');
  }

  /** Drops what is said of any run but the current one. */
  receive(message: RunMessage): void {
    const { run } = this;
    if (run?.id !== message.run) return;
    for (const change of run.receive(message)) this.tell(change);
    if (message.type === 'ready') this.tell({ type: 'update', view: this.described() });
    const isNews =
      message.type === 'state' ||
      message.type === 'failed' ||
      message.type === 'heldBack' ||
      message.type === 'checkpoint';
    if (isNews) this.keepRecord(run);
  }

  /** The run ends here and now, for a reason that the worker cannot give. */
  fail(error: string): void {
    if (!this.run) return;
    this.tell(this.run.update({ state: 'failed', error }));
    this.keepRecord(this.run);
  }

  /** Puts the run back to its newest checkpoint; false where there is none. */
  rollBack(state: 'paused' | 'stopped', error: string | null): boolean {
    if (!this.run?.rollBack(state, error)) return false;
    this.keepRecord(this.run);
    this.events.emit('renewed');
    return true;
  }

  /** Is the file still what the run started with? */
  private judge(): void {
    const stale = this.run !== null && this.run.known.fingerprint !== this.config.fingerprint;
    if (this.run && this.run.status.stale !== stale) this.tell(this.run.update({ stale }));
  }

  /** A run that has never trained is not worth a line in the list of runs. */
  private keepRecord(run: Run): void {
    const others = this.records.filter((record) => record.run !== run.id);
    if (others.length === this.records.length && !run.hasTrained) return;
    this.records = [run.record(), ...others].slice(0, maxRecords);
    this.tell({ type: 'update', view: { runs: this.records } });
  }

  /** What the config says of itself; of the run's own where there is one, for that is what is drawn. */
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

  private tell(change: ViewChange): void {
    this.events.emit('change', change);
  }
}
