import assert from 'node:assert/strict';
import packageJson from '../../package.json';
import { backprop } from './support.js';

describe('The command line', () => {
  const wrong: Readonly<Record<string, RegExp>> = {
    '': /Which command\? There are train, gradients, /,
    trian: /no command "trian"\. Did you mean "train"\?/,
    publish: /no command "publish"; there are train, gradients, /,
    'a.backprop.json': /Which command\? For example: backprop train a\.backprop\.json/,
    train: /"train" takes one file/,
    'train a.json b.json': /"train" takes one file/,
    'train a.json --fast': /Unknown option '--fast'\.$/m,
    'train a.json --epochs': /'--epochs <value>' argument missing/,
    'train a.json --epochs -3': /'--epochs'? argument is ambiguous|--epochs/,
    'train a.json --epochs 1.5': /--epochs takes a whole number from 0, not "1\.5"/,
    'train a.json --every 0': /--every takes a whole number from 1, not "0"/,
    'lint a.json --epochs 3': /Unknown option '--epochs'/,
    'train nowhere.json': /There is no file "nowhere\.json"/,
    'train src': /"src" is a folder/,
  };
  for (const [call, message] of Object.entries(wrong)) {
    it(`says what is wrong with the call "backprop ${call}", and exits with 2`, async () => {
      const { status, out, err } = await backprop(call.split(' ').filter(Boolean));
      assert.equal(status, 2);
      assert.equal(out, '');
      assert.match(err, message);
      assert.match(err, /backprop --help/);
    });
  }

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
