import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { firstOf } from '../engine/backend.js';
import { createSpecialised } from '../engine/specialised/specialised.js';
import { slowerFinding } from '../findings/slower.js';
import type { Apart } from '../kernels/forked.js';
import { KernelProvider, type KernelPlace, type Missing } from '../kernels/provide.js';
import { Revectorizer } from '../kernels/revectorizer.js';
import type { FromWorker, ToThread, ToWorker, WorkerData } from '../protocol.js';
import { Away } from './away.js';
import { Session } from './session.js';

/** Serves whoever began this thread; or the thread that began this process, which says first what a thread is begun with. */
export function serve(script: string, apart: Apart): void {
  const port = parentPort;
  if (port) {
    const session = open(workerData as WorkerData, (message) => port.postMessage(message), { script, apart });
    port.on('message', (message: ToThread) => {
      if (message.type === 'end') void session.end().then(() => process.exit());
      else session.receive(message);
    });
    return;
  }
  const end = (): never => process.exit();
  process.once('disconnect', end);
  const post = (message: FromWorker): void =>
    void process.send!(message, undefined, undefined, (error) => error && end());
  process.once('message', (data: WorkerData) => {
    const session = open(data, post, null);
    process.on('message', (message: ToWorker) => session.receive(message));
  });
}

/** Where else runs may be. */
interface Elsewhere {
  readonly script: string;
  readonly apart: Apart;
}

function open(data: WorkerData, post: (message: FromWorker) => void, elsewhere: Elsewhere | null): Session {
  const { translations, kernels } = data;
  if (translations) l10n.config({ contents: translations });
  if (!kernels) return new Session(post, createSpecialised, null);
  const onMissing = (reason: Missing): void => session.note(slowerFinding(reason));
  const provider = new KernelProvider({ ...kernels, onMissing });
  const createBackend = firstOf(createSpecialised, provider.createBackend);
  const session = new Session(post, createBackend, elsewhere && awayFrom(elsewhere, data, kernels, provider));
  return session;
}

function awayFrom(
  { script, apart }: Elsewhere,
  { translations }: WorkerData,
  kernels: KernelPlace,
  provider: KernelProvider,
): Away {
  const there = { translations, kernels: { ...kernels, shape: apart.shape } };
  return new Away(script, there, new Revectorizer(kernels, provider, apart));
}
