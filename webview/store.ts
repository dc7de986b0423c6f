import type {
  InstrumentsHistory,
  ConfigChange,
  ConfigView,
  PanelViewName,
  Gallery,
  HistogramsView,
  MeasuredImportance,
  OnePrediction,
  PartPredictions,
  PassView,
  Predictions,
  Regions,
  RunId,
  RunsComparison,
  Snapshot,
  StepView,
  ToView,
  UnitMaps,
} from '../src/protocol.js';
import { Focus } from './focus.js';
import { HistoryStore, indexOfNearest } from './history.js';

export type Shown = Omit<
  ConfigView,
  | 'history'
  | 'instruments'
  | 'snapshot'
  | 'regions'
  | 'unitMaps'
  | 'predictions'
  | 'classPredictions'
  | 'gallery'
  | 'importance'
>;

/** What a message changed: `view` is drawn at once, `data` may wait for the next redraw. */
export type Change = 'view' | 'data' | 'nothing';

/** The state of the page. */
export class Store {
  /** The open config's view; null where none is open. */
  view: Shown | null = null;
  readonly history = new HistoryStore();
  /** What was measured of the run, in the order of the epochs. */
  instruments: InstrumentsHistory = [];
  snapshot: Snapshot | null = null;
  /** The network's outputs on the plane. */
  regions: Regions | null = null;
  /** The outputs of the unit that is shown large, once they have arrived. */
  unitRegions: Regions | null = null;
  unitMaps: UnitMaps | null = null;
  predictions: Predictions | null = null;
  classPredictions: PartPredictions = {};
  gallery: Gallery | null = null;
  /** The importance of the columns that was measured last. */
  importance: MeasuredImportance | null = null;
  /** The fraction of its measurement that is done; null where it is not being measured. */
  importanceFraction: number | null = null;
  /** The outputs for the image that was drawn last. */
  classified: Float32Array | null = null;
  /** The prediction for the form that arrived last. */
  predicted: OnePrediction | null = null;
  /** The histograms of a layer that arrived last. */
  histograms: HistogramsView | null = null;
  readonly focus = new Focus();
  /** The pass that is shown; undefined before the host has sent one. */
  pass: PassView | null | undefined;
  /** The reason why there is no pass. */
  reason: string | null = null;
  step: StepView | null = null;
  /** The change that the host has refused last; null once the file has changed. */
  refusal: { readonly change: ConfigChange; readonly reason: string } | null = null;
  /** The comparison of the selected runs; null where the host has sent none. */
  comparison: RunsComparison | null = null;
  /** The step of a function's descent that is viewed; null: the last one. */
  viewedStep: number | null = null;
  /** The panel's view that is in front. */
  front: PanelViewName = 'train';

  /** Whether the pictures show an earlier epoch than the current one. */
  get isEarlier(): boolean {
    return this.view?.kind === 'function'
      ? this.viewedStep !== null
      : (this.view?.status?.viewing ?? null) !== null;
  }

  /** The index in the history of the epoch that the pictures show; −1 where the history is empty. */
  get shownIndex(): number {
    const { kind, status } = this.view ?? {};
    const viewed = kind === 'function' ? this.viewedStep : (status?.viewing?.epoch ?? null);
    const epochs = this.history.column('epoch');
    return viewed === null ? epochs.length - 1 : indexOfNearest(epochs, viewed);
  }

  receive(message: ToView): Change {
    switch (message.type) {
      case 'hydrate':
        this.hydrate(message.view);
        return 'view';
      case 'update':
        return this.update(message.view);
      case 'append':
        if (!this.isCurrent(message.run)) return 'nothing';
        this.history.append(message.history);
        return 'data';
      case 'instruments':
        if (!this.isCurrent(message.run)) return 'nothing';
        this.instruments = [
          ...this.instruments.filter(({ epoch }) => epoch < message.from),
          ...message.instruments,
        ];
        return 'data';
      case 'snapshot':
        if (!this.isCurrent(message.run)) return 'nothing';
        this.snapshot = message.snapshot;
        return 'data';
      case 'regions':
        if (!this.isCurrent(message.run)) return 'nothing';
        if (message.regions.unit) this.unitRegions = message.regions;
        else return this.replaceRegions(message.regions);
        return 'data';
      case 'predictions':
        if (!this.isCurrent(message.run)) return 'nothing';
        this.predictions = message.predictions;
        return 'data';
      case 'classPredictions':
        if (!this.isCurrent(message.run)) return 'nothing';
        this.classPredictions = { ...this.classPredictions, [message.predictions.part]: message.predictions };
        return 'data';
      case 'gallery':
        if (!this.isCurrent(message.run)) return 'nothing';
        this.gallery = message.gallery;
        return 'data';
      case 'importance':
        if (!this.isCurrent(message.run)) return 'nothing';
        this.importance = message.importance ?? this.importance;
        this.importanceFraction = message.fraction;
        return 'view';
      case 'classified':
        if (!this.isCurrent(message.run)) return 'nothing';
        this.classified = message.outputs;
        return 'view';
      case 'predicted':
        if (!this.isCurrent(message.run)) return 'nothing';
        this.predicted = message.prediction;
        return 'view';
      case 'histograms':
        if (!this.isCurrent(message.run)) return 'nothing';
        this.histograms = message.histograms;
        return 'view';
      case 'unitMaps':
        if (!this.isCurrent(message.run)) return 'nothing';
        this.unitMaps = message.maps;
        return 'data';
      case 'pass':
        this.pass = message.pass;
        this.reason = message.reason;
        if (!message.pass) this.step = null;
        return 'view';
      case 'step':
        this.step = message.step;
        return 'view';
      case 'refused':
        this.refusal = { change: message.change, reason: message.reason };
        return 'view';
      case 'runsCompared':
        this.comparison = message.comparison;
        return 'view';
      case 'show':
        this.front = message.view;
        return 'view';
    }
  }

  private hydrate(view: ConfigView | null): void {
    this.forget();
    this.view = view;
    this.refusal = null;
    if (!view) return;
    this.history.append(view.history);
    this.instruments = view.instruments;
    this.snapshot = view.snapshot;
    this.regions = view.regions;
    this.unitMaps = view.unitMaps;
    this.predictions = view.predictions;
    this.classPredictions = view.classPredictions ?? {};
    this.gallery = view.gallery;
    this.importance = view.importance ?? null;
  }

  private update(part: Partial<Shown>): Change {
    if (!this.view) return 'nothing';
    const before = this.view.status;
    if (part.handsOn) this.refusal = null;
    this.view = { ...this.view, ...part };
    const { status } = this.view;
    if (status?.run !== before?.run) this.forget();
    const onlyNumbers = Object.keys(part).every((key) => key === 'status') && status?.state === before?.state;
    return onlyNumbers ? 'data' : 'view';
  }

  /** The first picture of a run that trains is drawn at once; later ones may wait for the next redraw. */
  private replaceRegions(regions: Regions): Change {
    const isFirst = (this.regions?.epoch ?? 0) === 0 && regions.epoch > 0;
    this.regions = regions;
    return isFirst ? 'view' : 'data';
  }

  private forget(): void {
    this.viewedStep = null;
    this.history.clear();
    this.instruments = [];
    this.snapshot = null;
    this.regions = null;
    this.unitRegions = null;
    this.unitMaps = null;
    this.predictions = null;
    this.classPredictions = {};
    this.gallery = null;
    this.importance = null;
    this.importanceFraction = null;
    this.classified = null;
    this.predicted = null;
    this.histograms = null;
  }

  private isCurrent(run: RunId): boolean {
    return this.view?.status?.run === run;
  }
}
