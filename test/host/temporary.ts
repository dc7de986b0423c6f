/** Gives this process a temporary folder of its own, which goes with it: tests may leave their files where they are. */
import { temporaryFolder } from './processes.js';

process.env.TMPDIR = temporaryFolder('tests');
