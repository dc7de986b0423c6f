import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { firstOf } from '../engine/training/backend.js';
import { createSpecialized } from '../backends/written/specializedBackend.js';
import { slowerFinding } from '../words/slowerFinding.js';
import type { ChildOptions } from './forkChild.js';
import type { KernelPlace, FallbackReason } from '../backends/wasm/kernelPlace.js';
import { KernelProvider } from './kernelProvider.js';
import { nodePlatform } from './nodePlatform.js';
import { Revectorizer } from './revectorizer.js';
import type { FromThread, ToThread, WorkerData } from '../protocol.js';
import { ChildRuns } from './childRuns.js';
import { Session, type SessionBackends } from '../worker/session.js';
import { Sessions, type BeginSession } from '../worker/sessions.js';

/**
 * Serves the host that started this worker thread, or the thread that started this child process. The latter sends the
 * `WorkerData` as its first message.
 */
export function serve(script: string, options: ChildOptions): void {
  const end = (): never => process.exit();
  const port = parentPort;
  if (port) {
    const begin = beginner(workerData as WorkerData, { script, options });
    const sessions = new Sessions(begin, (message) => port.postMessage(message), end);
    port.on('message', (message: ToThread) => sessions.receive(message));
    return;
  }
  process.once('disconnect', end);
  const post = (message: FromThread): void =>
    void process.send!(message, undefined, undefined, (error) => error && end());
  process.once('message', (data: WorkerData) => {
    const sessions = new Sessions(beginner(data, null), post, end);
    process.on('message', (message: ToThread) => sessions.receive(message));
  });
}

/** The script and the flags of the child process. */
interface ChildScript {
  readonly script: string;
  readonly options: ChildOptions;
}

/** Returns a function that begins sessions. They share the kernels of this thread and its child process. */
function beginner({ translations, kernels }: WorkerData, child: ChildScript | null): BeginSession {
  if (translations) l10n.config({ contents: translations });
  if (!kernels) return (_, post) => new Session(post, withoutKernels, nodePlatform, null);
  const provider = new KernelProvider(kernels);
  const childRuns = child && createChildRuns(child, { translations }, kernels, provider);
  return (id, post) => {
    const onMissing = (reason: FallbackReason): void => session.note(slowerFinding(reason));
    const withKernels = provider.backends(onMissing);
    const forViews = provider.backends(() => undefined);
    const backends: SessionBackends = {
      createBackend: firstOf(createSpecialized, withKernels.createBackend),
      view: { create: firstOf(createSpecialized, forViews.createBackend), close: () => forViews.close() },
      close: () => {
        withKernels.close();
        forViews.close();
      },
    };
    const session = new Session(post, backends, nodePlatform, childRuns?.session(id) ?? null);
    return session;
  };
}

const withoutKernels: SessionBackends = {
  createBackend: createSpecialized,
  view: { create: createSpecialized, close: () => undefined },
  close: () => undefined,
};

function createChildRuns(
  { script, options }: ChildScript,
  { translations }: WorkerData,
  kernels: KernelPlace,
  provider: KernelProvider,
): ChildRuns {
  const childData = { translations, kernels: { ...kernels, shape: options.shape } };
  return new ChildRuns(script, childData, new Revectorizer(kernels, provider, options));
}
