import type {
  Digits,
  FromView,
  PanelViewName,
  StepCommand,
  StepOptions,
  Stride,
  ViewCommand,
} from '../src/protocol.js';

/** What a page remembers for itself while it is hidden or the window is reloaded. */
export interface Remembered {
  /** The config's. */
  readonly uri?: string;
  readonly logarithmic?: boolean;
  /** Index of the sample whose values the diagram shows. */
  readonly sample?: number;
  readonly valuesOpen?: boolean;
  readonly part?: 'training' | 'validation';
  /** Which of the panel's views is in front. */
  readonly view?: PanelViewName;
  readonly digits?: Digits;
  readonly aside?: StepOptions['aside'];
  readonly stride?: Stride;
  /** Steps a second while a pass plays. */
  readonly speed?: number;
}

interface VsCodeApi {
  postMessage(message: FromView): void;
  getState(): Remembered | undefined;
  setState(state: Remembered): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

export function post(message: FromView): void {
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
