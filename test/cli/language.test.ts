import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import stringWidth from 'string-width';
import { showProblem } from '../../src/cli/problems.js';
import { alignRows } from '../../src/cli/table.js';
import { Lines } from '../../src/config/lines.js';
import { workerScript } from '../worker/support.js';

let script: string;

function run(locale: string, ...args: string[]) {
  return spawnSync(process.execPath, [script, ...args], {
    env: { ...process.env, LC_ALL: locale },
    encoding: 'utf8',
  });
}

const help = (locale: string): string => run(locale, '--help').stdout;
const chinese = 'zh_CN.UTF-8';

describe('The language of the command line', () => {
  before(async () => (script = await workerScript('src/cli.ts')));

  it('is the language of the system if there is a translation', () => {
    assert.match(help(chinese), /^用法：backprop COMMAND FILE/);
  });

  it('is English otherwise', () => {
    assert.match(help('fr_FR.UTF-8'), /^Usage: backprop/);
  });

  it('applies to wrong usage, too', () => {
    const { status, stderr } = run(chinese, 'train', 'a.json', '--fast');
    assert.equal(status, 2);
    assert.match(stderr, /^backprop: "train" 没有选项 --fast。/);
  });

  it('keeps the columns of a training table aligned', () => {
    const { stdout, stderr } = run(chinese, 'train', 'examples/xor.backprop.json', '--epochs', '3');
    const table = stdout.split('\n').slice(1, 5);
    assert.match(table[0], /轮次 +损失/, stderr);
    assert.equal(new Set(table.map((line) => stringWidth(line))).size, 1, stdout);
  });

  it('names the phases in the table of a pass', () => {
    const { stdout } = run(chinese, 'step', 'examples/worked-example-2-2-2.backprop.json');
    const phases = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/ +/)[1]);
    assert.deepEqual([...new Set(phases)], ['前向', '损失', '反向', '更新']);
  });

  it('keeps the caret of a problem under its place', () => {
    const text = '{ "name": "甲乙丙", "loss": "一二" }';
    const lines = new Lines(text);
    const span = { offset: text.indexOf('"一二"'), length: 4 };
    const problem = { severity: 'error' as const, code: 'c', message: 'm', span };
    const [, line, carets] = showProblem({ file: 'f', text, lines }, problem).split('\n');
    assert.equal(
      stringWidth(carets.slice(0, carets.indexOf('^'))),
      stringWidth(line.slice(0, line.indexOf('"一二"'))),
    );
    assert.equal(carets.match(/\^/g)?.length, stringWidth('"一二"'));
  });

  it('aligns tables with Chinese characters, which are two columns wide', () => {
    assert.deepEqual(
      alignRows([
        ['', '损失'],
        ['第 1 层', '0.25'],
      ]),
      ['         损失', '第 1 层  0.25'],
    );
  });
});
