/** The editor's side of a page under test: it takes what the page posts and sends what the host would. */
import type { ConfigView, FromView, ToView } from '../../../src/protocol.js';
import * as scenarios from './scenarios.js';
import { nothingDue } from './due.js';

interface Harness {
  readonly posted: FromView[];
  readonly scenarios: typeof scenarios;
  send(message: ToView): void;
  hydrate(view: ConfigView | null, strings?: Readonly<Record<string, string>>): void;
  /** Until all that was sent has been heard and drawn. */
  settled(): Promise<void>;
}

declare global {
  interface Window {
    harness: Harness;
    acquireVsCodeApi: () => unknown;
  }
}

const posted: FromView[] = [];

window.acquireVsCodeApi = () => ({
  postMessage: (message: FromView) => posted.push(structuredClone(message)),
  getState: (): unknown => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
  setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
});

/** As through a real channel: cloned, and heard in a later turn. */
function send(message: ToView): void {
  window.postMessage(message, '*');
}

/** Messages are heard in order, so one that comes back was the last. */
function heard(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port2.onmessage = () => resolve();
    window.postMessage({ type: 'harness' }, '*', [port1]);
  });
}

window.addEventListener('message', ({ ports }) => ports[0]?.postMessage(null));

window.harness = {
  posted,
  scenarios,
  send,
  hydrate: (view, strings = {}) => send({ type: 'hydrate', view, strings }),
  settled: async () => {
    await heard();
    await nothingDue();
  },
};
