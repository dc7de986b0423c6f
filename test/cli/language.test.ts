import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { alignRows } from '../../src/cli/table.js';

function help(locale: string): string {
  const args = ['--import', 'tsx', 'src/cli.ts', '--help'];
  return execFileSync(process.execPath, args, {
    env: { ...process.env, LC_ALL: locale },
    encoding: 'utf8',
  });
}

describe('The language of the command line', function () {
  this.timeout(60_000);

  it('is the system’s where there is a translation', () => {
    assert.match(help('zh_CN.UTF-8'), /^用法：backprop COMMAND FILE/);
  });

  it('is English elsewhere', () => {
    assert.match(help('fr_FR.UTF-8'), /^Usage: backprop/);
  });

  it('keeps tables straight, whose Chinese characters take two places', () => {
    assert.deepEqual(
      alignRows([
        ['', '损失'],
        ['第 1 层', '0.25'],
      ]),
      ['         损失', '第 1 层  0.25'],
    );
  });
});
