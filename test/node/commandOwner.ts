/** A process that runs a Node script as a command in a folder, until it is killed. */
import { commandsIn } from '../../src/node/commandsIn.js';

const [, , folder, script] = process.argv;
const command = [process.execPath, '-e', script];
void commandsIn(folder).run({ command, timeout: 600, input: [] }, new AbortController().signal);
