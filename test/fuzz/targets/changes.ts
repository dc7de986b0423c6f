import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changeEdits } from '../../../src/config/edits/changeEdits.js';
import type { ConfigChange } from '../../../src/config/edits/configChange.js';
import { withEdits } from '../../../src/config/edits/textEdits.js';
import { parseConfig } from '../../../src/config/parse.js';
import { changes as rightChanges } from '../../config/edits/changes.js';
import { configs } from '../configs.js';
import { assertMessage } from '../invariants.js';
import { mutated, written, type Json } from '../json.js';
import { defineTarget } from '../target.js';

interface Input {
  readonly text: string;
  readonly change: ConfigChange;
}

/** A change that the panel's page requests of a text. */
export const changes = defineTarget<Input>({
  name: 'changes',
  inputs: fc.record({
    text: written(mutated(configs, 1)),
    change: rightChanges.chain(({ type, ...values }) =>
      mutated([values as unknown as Json], 1).map((wild) => ({ ...(wild as object), type }) as ConfigChange),
    ),
  }),
  async attempt({ text, change }) {
    const parsed = await parseConfig(text, 'test.backprop.json');
    const result = await changeEdits(text, parsed, change);
    if ('reason' in result) {
      assertMessage(result.reason, text + JSON.stringify(change));
      return false;
    }
    assert.ok(result.edits.length <= 1, 'One change is more than one edit.');
    const { spec } = await parseConfig(withEdits(text, result.edits), 'test.backprop.json');
    assert.ok(spec, 'A change makes the text invalid.');
    return true;
  },
  show: ({ text, change }) => ({
    'test.backprop.json': text,
    'change.json': JSON.stringify(change, null, 2),
  }),
});
