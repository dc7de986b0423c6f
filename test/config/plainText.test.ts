import assert from 'node:assert/strict';
import { plainLines, plainName, plainText } from '../../src/config/plainText.js';

const hostile = [
  '[Fix this](command:workbench.action.files.newUntitledFile)',
  '[a](https://example.com "title") and [b](file:///etc/passwd)',
  '$(error) done $(loading~spin)',
  '\\$(error) \\[a\\](command:x)',
];
/** Matches links in notifications and icons in labels as VS Code does. */
const link = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+/i;
const icon = /\$\([a-z0-9-]+(?:~[a-z]+)?\)/i;

describe('Plain text', () => {
  it('has no links and no icons', () => {
    for (const text of hostile) {
      assert.match(text, new RegExp(`${link.source}|${icon.source}`, 'i'));
      assert.doesNotMatch(plainText(text), link);
      assert.doesNotMatch(plainText(text), icon);
      assert.equal(plainText(text).replaceAll('\u2060', ''), text);
    }
  });

  it('has no link that only two texts together make', () => {
    assert.doesNotMatch(plainText(['[Fix ', 'this](command:x)'].join('')), link);
  });

  it('is one line with escaped control and bidirectional characters', () => {
    assert.equal(plainText('a\r\n\tb\u2028c'), 'a b\\u2028c');
    assert.equal(
      plainText('\u001b[31mred\u001b]8;;command:x\u0007'),
      '\\u001b[31mred\\u001b]8;;command:x\\u0007',
    );
    assert.equal(plainText('safe\u202egnp.exe'), 'safe\\u202egnp.exe');
  });

  it('leaves other scripts, emoji and punctuation alone', () => {
    for (const text of ['螺旋 (两个)', 'می\u200cخواهم', '👩\u200d🔬 x[1] (2)', '∂E/∂w₁ = −0.5 · $3']) {
      assert.equal(plainText(text), text);
    }
  });

  it('is cut between characters where it is too long', () => {
    assert.equal(plainText('abcdef', 4), 'abc…');
    assert.equal(plainText('😀'.repeat(10), 4), '😀😀😀…');
    assert.equal(plainText('abcd', 4), 'abcd');
    assert.ok(plainName('x'.repeat(1_000_000)).length <= 60);
  });

  it('does not change when it is made plain again', () => {
    for (const text of [...hostile, 'x'.repeat(1000)]) {
      assert.equal(plainText(plainText(text)), plainText(text));
    }
  });

  it('keeps its lines if several are allowed', () => {
    assert.equal(plainLines('w1  0.5\nw2\t[a](command:x)'), 'w1  0.5\nw2 [a]\u2060(command:x)');
  });
});
