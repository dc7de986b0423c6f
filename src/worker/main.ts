import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type { Backend, BackendTask } from '../engine/backend.js';
import { createSpecialised } from '../engine/specialised/specialised.js';
import { KernelProvider } from '../kernels/provide.js';
import type { ToWorker, WorkerData } from '../protocol.js';
import { slowerFinding } from '../findings/slower.js';
import { Session } from './session.js';

const { translations, kernels } = workerData as WorkerData;
if (translations) l10n.config({ contents: translations });

const port = parentPort!;
const session = new Session((message) => port.postMessage(message), createBackend);
const provider =
  kernels && new KernelProvider({ ...kernels, onMissing: (reason) => session.note(slowerFinding(reason)) });

function createBackend(task: BackendTask): Backend | null {
  return createSpecialised(task) ?? provider?.createBackend(task) ?? null;
}

port.on('message', (message: ToWorker) => session.receive(message));
