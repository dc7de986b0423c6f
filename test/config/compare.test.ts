import assert from 'node:assert/strict';
import { configText, networkOf, parse } from './support.js';

const withCompare = (compare: string): string => configText({ gradientCheck: `{ "compare": ${compare} }` });

describe('What a config compares its gradients with', () => {
  it('is a file or a command with a time limit', async () => {
    const compareOf = async (text: string) => (await networkOf(withCompare(text))).gradientCheck.compare;
    assert.equal(await compareOf('"mine.json"'), 'mine.json');
    assert.deepEqual(await compareOf('{ "command": ["python3", "a b.py"] }'), {
      command: ['python3', 'a b.py'],
      timeout: 30,
    });
    assert.deepEqual(await compareOf('{ "command": ["./a"], "timeout": 0.5 }'), {
      command: ['./a'],
      timeout: 0.5,
    });
  });

  for (const [text, message] of [
    ['3', /The file of your gradients is needed here in quotes, or the command/],
    ['{}', /command/],
    ['{ "command": "python3 backprop.py" }', /A program and its arguments are needed here/],
    ['{ "command": [] }', /too few items/],
    ['{ "command": [3] }', /Text in quotes is needed here/],
    ['{ "command": ["a"], "timeout": 0 }', /minimum/],
    ['{ "command": ["a"], "timeout": 1e9 }', /maximum/],
    ['{ "command": ["a"], "timeOut": 3 }', /Unknown key "timeOut"/],
  ] as const)
    it(`has one problem where it is ${text}`, async () => {
      const { problems } = await parse(withCompare(text));
      assert.equal(problems.length, 1, JSON.stringify(problems));
      assert.match(problems[0].message, message);
    });
});
