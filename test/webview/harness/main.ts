/** Acts as the editor of a page under test: it records the messages of the page and sends those of the host. */
import type { ConfigView, FromView, ToGrades, ToView } from '../../../src/protocol.js';
import { grades } from './grades.js';
import * as scenarios from './scenarios.js';
import { nothingDue } from './due.js';

interface Harness {
  readonly posted: FromView[];
  readonly scenarios: typeof scenarios;
  readonly grades: typeof grades;
  send(message: ToView | ToGrades): void;
  hydrate(
    view: ConfigView | null,
    strings?: Readonly<Record<string, string>>,
    hidden?: readonly string[],
  ): void;
  /** Resolves when the page has received and drawn all messages. */
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

/** Sends a message as a real channel does: cloned and asynchronous. */
function send(message: ToView | ToGrades): void {
  window.postMessage(message, '*');
}

/** Resolves when the page has received all messages. They arrive in order, so a last one is sent and awaited. */
function received(): Promise<void> {
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
  grades,
  send,
  hydrate: (view, strings = {}, hidden = []) => send({ type: 'hydrate', view, strings, hidden }),
  settled: async () => {
    await received();
    await nothingDue();
  },
};
