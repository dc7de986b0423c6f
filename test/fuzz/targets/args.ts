import { cp } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { commandNames, type CommandName } from '../../../src/cli/parseCall.js';
import { examples } from '../configs.js';
import { runAndAssert } from '../commandLine.js';
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
const withNumber = (option: string): fc.Arbitrary<readonly string[]> => number.map((text) => [option, text]);
const number = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 5 }).map(String) },
  { weight: 1, arbitrary: odd },
);

/** The options of each command. */
const valid: Readonly<Record<CommandName, fc.Arbitrary<readonly string[]>>> = {
  train: fc.oneof(
    withNumber('--epochs'),
    withNumber('--every'),
    fc.constantFrom(['--no-revectorize'], ['--importance'], ['--save', 'model.safetensors']),
  ),
  gradients: fc.constant(['--json']),
  check: fc.constant(['--sarif', 'out.sarif']),
  grade: fc.oneof(
    file.map((other) => [other]),
    fc.constantFrom(['-o', 'out.csv'], ['*.json'], ['.']),
  ),
  step: withNumber('--sample'),
  export: fc.oneof(withNumber('--sample'), fc.constantFrom(['--weight', 'w1'], ['-o', 'out.md'])),
  lint: fc.constant(['--json']),
  runs: file.map((other) => [other]),
  predict: file.map((table) => [table]),
  import: fc.constantFrom(['--activations', 'relu,identity'], ['-o', 'in.backprop.json'], ['--force']),
  new: fc.oneof(
    odd.map((text) => ['--target', text]),
    fc.constantFrom(['-o', 'out.backprop.json'], ['--force']),
  ),
  exercise: fc.oneof(withNumber('--blanks'), withNumber('--seed'), fc.constant(['-o', 'sheet.md'])),
  doctest: file.map((other) => [other]),
};
const any = fc.oneof(
  fc.constantFrom(['--json'], ['--help'], ['--version'], ['-h'], ['--to', 'html'], ['--to'], ['--weight', 'none'], ['--sarif', 'no/x']),
  fc.tuple(fc.constantFrom('--epochs', '--every', '--sample', '-o', '--out', '--sarif', '--weight', '--weights', '--save'), odd),
  odd.map((text) => [text]),
); // prettier-ignore

const calls = fc.tuple(command, file).chain(([name, config]) => {
  const known = commandNames.find((each) => each === name);
  const sound = known ? fc.oneof(valid[known], fc.constant(['--json'])) : any;
  // An option that is given twice is refused, so each is drawn once.
  const options = fc.uniqueArray(fc.oneof({ weight: 10, arbitrary: sound }, { weight: 1, arbitrary: any }), {
    maxLength: 3,
    selector: ([option]) => option,
  });
  const needed = known === 'export' ? ['--to', 'markdown'] : [];
  const read = known === 'new' && files.includes(config) ? 'iris.csv' : config;
  return options.map((given) => [name, read, ...needed, ...given.flat()]);
});

/** Calls of the command line. */
export const args = defineTarget<readonly string[]>({
  name: 'args',
  inputs: calls,
  async attempt(call, folder) {
    for (const name of files) await cp(path.join(examples, name), path.join(folder, name));
    const before = process.cwd();
    process.chdir(folder);
    try {
      return (await runAndAssert(call, call.join(' '))).status === 0;
    } finally {
      process.chdir(before);
    }
  },
  show: (call) => ({ 'call.json': JSON.stringify(call) }),
});
