import assert from 'node:assert/strict';
import type { RunState } from '../../src/protocol.js';
import { actionsOf, type ActionName } from '../../webview/actions.js';
import { fresh, invalid, iris } from './harness/scenarios.js';

const names: readonly ActionName[] = ['primary', 'stop', 'reset', 'step'];

/** Returns the enabled commands in the order of the buttons. */
function possible(state: RunState, epoch = 5): string[] {
  const actions = actionsOf(iris(state, epoch));
  return names.filter((name) => actions[name].disabled === null).map((name) => actions[name].command);
}

describe('The buttons of a run', () => {
  it('offer what can be done in each state', () => {
    assert.deepEqual(possible('ready', 0), ['train', 'step']);
    assert.deepEqual(possible('loading', 0), ['stop']);
    assert.deepEqual(possible('training'), ['pause', 'stop', 'reset']);
    assert.deepEqual(possible('paused'), ['resume', 'stop', 'reset', 'step']);
    for (const state of ['stopped', 'done', 'failed'] as const)
      assert.deepEqual(possible(state), ['train', 'reset'], state);
  });

  it('say why when they cannot be pressed', () => {
    const { step, stop } = actionsOf(iris('done'));
    assert.equal(step.disabled, 'The run has ended. Reset it first.');
    assert.equal(stop.disabled, 'The run has ended.');
    assert.equal(actionsOf(iris('training')).step.disabled, 'The run is in progress. Pause it first.');
  });

  it('name the file’s first problem while it cannot be run', () => {
    const reason = 'The file can’t be trained yet: Layer 2 has 3 units, but the data has 4 classes.';
    const { primary, step } = actionsOf(invalid());
    assert.deepEqual([primary.disabled, step.disabled], [reason, reason]);
  });

  it('can pause and stop a run whose file has become invalid', () => {
    const actions = actionsOf({ ...invalid(), status: iris('training').status });
    assert.deepEqual([actions.primary.disabled, actions.stop.disabled], [null, null]);
  });

  it('are there before the first run', () => {
    assert.equal(actionsOf(fresh()).primary.disabled, null);
  });
});
