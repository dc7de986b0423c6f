import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { firstOf } from '../engine/training/backend.js';
import { createSpecialised } from '../backends/written/writtenBackend.js';
import { slowerFinding } from '../words/slowerFinding.js';
import type { Apart } from './forkChild.js';
import { KernelProvider, type KernelPlace, type Missing } from './kernelProvider.js';
import { Revectorizer } from './revectorizer.js';
import type { FromThread, ToThread, WorkerData } from '../protocol.js';
import { Away, AwaySession } from './childRuns.js';
import { Session, type SessionBackends } from '../worker/session.js';
import { Sessions, type BeginSession } from '../worker/sessions.js';

/**
 * Serves the host that started this worker thread, or the thread that started this child process. The latter sends the
 * `WorkerData` as its first message.
 */
export function serve(script: string, apart: Apart): void {
  const end = (): never => process.exit();
  const port = parentPort;
  if (port) {
    const begin = beginner(workerData as WorkerData, { script, apart });
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
  readonly apart: Apart;
}

/** Returns a function that begins sessions. They share the kernels of this thread and its child process. */
function beginner({ translations, kernels }: WorkerData, child: ChildScript | null): BeginSession {
  if (translations) l10n.config({ contents: translations });
  if (!kernels) return (_, post) => new Session(post, withoutKernels, null);
  const provider = new KernelProvider(kernels);
  const away = child && createAway(child, { translations }, kernels, provider);
  return (id, post) => {
    const onMissing = (reason: Missing): void => session.note(slowerFinding(reason));
    const withKernels = provider.backends(onMissing);
    const backends: SessionBackends = {
      createBackend: firstOf(createSpecialised, withKernels.createBackend),
      close: () => withKernels.close(),
    };
    const session = new Session(post, backends, away && new AwaySession(away, id));
    return session;
  };
}

const withoutKernels: SessionBackends = { createBackend: createSpecialised, close: () => undefined };

function createAway(
  { script, apart }: ChildScript,
  { translations }: WorkerData,
  kernels: KernelPlace,
  provider: KernelProvider,
): Away {
  const childData = { translations, kernels: { ...kernels, shape: apart.shape } };
  return new Away(script, childData, new Revectorizer(kernels, provider, apart));
}
