import assert from 'node:assert/strict';
import fc from 'fast-check';
import packageJson from '../../package.json';
import { commandNames } from '../../src/cli/parseCall.js';
import { backprop, withConfig } from './support.js';

describe('The command line', () => {
  const wrong: Readonly<Record<string, RegExp>> = {
    '': /The command is missing\. Choose one of train, gradients, /,
    trian: /no command "trian"\. Did you mean "train"\?/,
    publish: /no command "publish"\. Choose one of train, gradients, /,
    'a.backprop.json': /The command is missing, for example: backprop train a\.backprop\.json/,
    train: /"train" takes one file/,
    'train a.json b.json': /"train" takes one file/,
    'train a.json --fast':
      /^backprop: "train" has no option --fast\. Its options are --json, --epochs, --every, --instruments, --importance, --save, --optimizer-state, --no-revectorize\.$/m,
    'train a.json --epoch 3': /^backprop: "train" has no option --epoch\. Did you mean --epochs\?$/m,
    'train a.json -x': /"train" has no option -x\. Its options are --json/,
    'train a.json --__proto__': /"train" has no option --__proto__/,
    'train a.json --epochs': /^backprop: --epochs needs a value\.$/m,
    'train a.json --epochs=': /^backprop: --epochs needs a value\.$/m,
    'train a.json --epochs --json': /^backprop: --epochs needs a value\.$/m,
    'train a.json --epochs -3': /^backprop: --epochs takes a whole number from 0, not "-3"\.$/m,
    'train a.json --epochs NaN': /^backprop: --epochs takes a whole number from 0, not "NaN"\.$/m,
    'train a.json --epochs 1e3': /--epochs takes a whole number from 0, not "1e3"/,
    'train a.json --epochs 9007199254740993': /--epochs takes a whole number from 0, not "9007199254740993"/,
    'train a.json --epochs 3 --epochs 4': /^backprop: --epochs is given twice\. Remove one of them\.$/m,
    'train a.json --json --json': /^backprop: --json is given twice\. Remove one of them\.$/m,
    'train a.json --json=no': /^backprop: --json does not take a value\.$/m,
    'export a.json --to markdown -o': /^backprop: -o needs a value\.$/m,
    'export a.json --to markdown -o --json': /^backprop: -o needs a value\.$/m,
    'export a.json --to markdown --out b -o c': /^backprop: -o is given twice\. Remove one of them\.$/m,
    'step a.json --sample 0': /--sample takes a whole number from 1, not "0"/,
    'train a.json --epochs 1.5': /--epochs takes a whole number from 0, not "1\.5"/,
    'train a.json --every 0': /--every takes a whole number from 1, not "0"/,
    'lint a.json --epochs 3': /"lint" has no option --epochs\. Its options are --json\./,
    'train nowhere.json': /There is no file "nowhere\.json"/,
    'train src': /"src" is a folder/,
  };
  for (const [call, message] of Object.entries(wrong)) {
    it(`reports what is wrong with the call "backprop ${call}", and exits with 2`, async () => {
      const { status, out, err } = await backprop(call.split(' ').filter(Boolean));
      assert.equal(status, 2);
      assert.equal(out, '');
      assert.match(err, message);
      assert.match(err, /backprop --help/);
    });
  }

  for (const args of [
    ['train', ''],
    [''],
    ['train', 'a.json', '--epochs', ''],
    ['export', 'a.json', '--to', ''],
  ]) {
    it(`is wrong usage with empty arguments: ${JSON.stringify(args)}`, async () => {
      const { status, out, err } = await backprop(args);
      assert.deepEqual([status, out], [2, '']);
      assert.match(err, /^backprop: .+\nRun "backprop --help" to see how to use it\.\n$/);
    });
  }

  it('answers any other arguments with one message and status 2', async () => {
    const words = [...commandNames, 'a.json', '', '-', '--', '-o', '--json', '--epochs', '--every=2', '--sample', '3',
      '-5', 'NaN', '--to', 'markdown', '--no-json', '--out=', '-jo', '---', '--constructor', '0x1', ' ']; // prettier-ignore
    const args = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 8 })), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(args, async (given) => {
        fc.pre(!given.some((each) => ['--help', '-h', '--version'].includes(each)));
        const { status, out, err } = await backprop(given);
        assert.deepEqual([status, out], [2, '']);
        assert.match(err, /^backprop: [^]+\nRun "backprop --help" to see how to use it\.\n$/);
      }),
    );
  });

  it('escapes control characters in arguments and files, and shortens long texts', async () => {
    const { err } = await backprop(['\u001b[31mtrain']);
    assert.match(err, /There is no command "\\u001b\[31mtrain"/);
    const missing = await backprop(['train', 'a\0b.json']);
    assert.match(missing.err, /"a\\u0000b\.json" could not be read: This is not a valid file name\./);
    const long = await backprop(['train', `${'a'.repeat(5000)}.json`]);
    assert.ok(long.err.length < 1200);
    const names = ['\u0001', '\u009b1m', '\u202eb'];
    const config = {
      layers: [{ units: 3, names, activation: 'x\u0007' }, { units: 1 }],
      loss: 'meanSquaredError',
      data: { inputs: [[1]], targets: [[1]] },
    };
    const sound = { ...config, layers: [{ units: 3, names }, { units: 1 }] };
    const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/;
    await withConfig(config, {}, async (file) => {
      const { err } = await backprop(['train', file]);
      assert.match(err, /unknown-activation/);
      assert.doesNotMatch(err, control);
    });
    await withConfig(sound, {}, async (file) => {
      for (const call of [['step'], ['step', '--json'], ['check'], ['export', '--to', 'markdown']]) {
        const { out, status } = await backprop([call[0], file, ...call.slice(1)]);
        assert.equal(status, 0);
        assert.doesNotMatch(out, control);
      }
      const [step] = (await backprop(['step', file, '--json'])).events<{ name: string }>();
      assert.equal(step.name, String.raw`\u0001`);
    });
  });

  it('prints its help and its version', async () => {
    const help = await backprop(['train', '--help']);
    assert.equal(help.status, 0);
    for (const word of [
      'train FILE',
      'gradients FILE',
      'lint FILE',
      '--json',
      '--epochs N',
      '--every N',
      '130',
    ])
      assert.ok(help.out.includes(word), word);
    assert.deepEqual(await backprop(['--version']).then(({ status, out }) => [status, out]), [
      0,
      `${packageJson.version}\n`,
    ]);
  });
});
