import type {
  Digits,
  FromGrades,
  FromView,
  PanelViewName,
  RunId,
  StepCommand,
  StepOptions,
  Stride,
  ViewCommand,
} from '../src/protocol.js';

/** The state that a page stores while it is hidden or the window is reloaded. */
export interface Remembered {
  /** The config's URI. */
  readonly uri?: string;
  readonly logarithmic?: boolean;
  /** The index of the sample whose values the diagram shows. */
  readonly sample?: number;
  readonly valuesOpen?: boolean;
  /** Whether the controls of data and training are open. */
  readonly handsOpen?: boolean;
  readonly instrumentsOpen?: boolean;
  readonly histogramsOpen?: boolean;
  readonly part?: 'training' | 'validation' | 'test';
  /** Whether the curves of the evaluation are open. */
  readonly curvesOpen?: boolean;
  /** Whether the map has areas of one color instead of shades. */
  readonly discrete?: boolean;
  /** Whether validation samples are drawn. */
  readonly validationShown?: boolean;
  /** The panel's view that is in front. */
  readonly view?: PanelViewName;
  readonly digits?: Digits;
  readonly aside?: StepOptions['aside'];
  readonly stride?: Stride;
  /** The factor of the speed at which a run's recording is played. */
  readonly playSpeed?: number;
  /** The id of the last run that was watched to its end. */
  readonly watched?: string;
  /** The ids of the runs that are selected. */
  readonly selectedRuns?: readonly RunId[];
  /** The metric by which runs are compared. */
  readonly comparedMetric?: 'loss' | 'validationLoss' | 'accuracy' | 'validationAccuracy' | 'learningRate';
  /** The URIs of the config and of the folder of a page with grades. */
  readonly grades?: { readonly config: string; readonly folder: string };
  /** The playback speed of a pass in steps per second. */
  readonly speed?: number;
}

interface VsCodeApi {
  postMessage(message: FromView | FromGrades): void;
  getState(): Remembered | undefined;
  setState(state: Remembered): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

export function post(message: FromView | FromGrades): void {
  api.postMessage(message);
}

export function command(name: ViewCommand): void {
  post({ type: 'command', command: name });
}

export function stepping(command: StepCommand): void {
  post({ type: 'stepping', command });
}

export function remembered(): Remembered {
  return api.getState() ?? {};
}

export function remember(part: Remembered): void {
  api.setState({ ...remembered(), ...part });
}
