/** Gives this process its own temporary folder, which is removed with it, so that tests can leave files there. */
import { temporaryFolder } from './processes.js';

process.env.TMPDIR = temporaryFolder('tests');
