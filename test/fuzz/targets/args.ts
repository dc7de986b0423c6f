import { cp } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { commandNames } from '../../../src/cli/call.js';
import { examples } from '../configs.js';
import { runSoundly } from '../commandLine.js';
import { defineTarget } from '../target.js';

const files = ['xor.backprop.json', 'iris.backprop.json', 'descent-right.backprop.json', 'compare-your-gradients.backprop.json', 'iris.csv', 'my-gradients.json']; // prettier-ignore
const odd = fc.oneof(
  fc.constantFrom('', '-', '--', '---', '-x', '--json', '--jsno', '--epochs=3', '--epochs=-1', '--help=1', 'nul\u0000l', 'a'.repeat(5000), '.', 'no/such', '🦊', '\n', '\u001b[31m', '{0}', '__proto__', 'constructor', '1e3', '-1', '1.5', 'NaN', '99999999999999999999'),
  fc.string({ maxLength: 6 }).map((text) => text.replaceAll('/', '')),
); // prettier-ignore
const command = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(...commandNames) },
  { weight: 1, arbitrary: odd },
);
const file = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...files) }, { weight: 1, arbitrary: odd });
const number = fc.oneof({ weight: 6, arbitrary: fc.nat(5).map(String) }, { weight: 1, arbitrary: odd });
const option = fc.oneof(
  fc.constantFrom(['--json'], ['--json'], ['--help'], ['--version'], ['--no-revectorize'], ['-h']),
  fc.tuple(fc.constantFrom('--epochs', '--every', '--sample', '-o', '--out', '--sarif', '--weight'), number),
  fc.constantFrom(['--to', 'markdown'], ['--to', 'html'], ['--to', 'latex'], ['--to', 'x'], ['--to']),
  fc.constantFrom(['--weight', 'w1'], ['--weight', 'nothing'], ['-o', 'out.md'], ['--sarif', 'out.sarif']),
  odd.map((text) => [text]),
);

/** Calls of the command line. */
export const args = defineTarget<readonly string[]>({
  name: 'args',
  inputs: fc
    .tuple(command, file, fc.array(option, { maxLength: 4 }))
    .map(([name, config, options]) => [name, config, ...options.flat()]),
  async attempt(call, folder) {
    for (const name of files) await cp(path.join(examples, name), path.join(folder, name));
    const before = process.cwd();
    process.chdir(folder);
    try {
      return (await runSoundly(call, call.join(' '))).status === 0;
    } finally {
      process.chdir(before);
    }
  },
  show: (call) => ({ 'call.json': JSON.stringify(call) }),
});
