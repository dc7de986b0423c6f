import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type { ToWorker } from '../protocol.js';
import { Session } from './session.js';

const { translations } = workerData as { readonly translations?: Record<string, string> };
if (translations) l10n.config({ contents: translations });

const port = parentPort!;
const session = new Session((message) => port.postMessage(message));
port.on('message', (message: ToWorker) => session.receive(message));
