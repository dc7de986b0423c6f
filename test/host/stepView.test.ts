import assert from 'node:assert/strict';
import { passNotes } from '../../src/debug/passNotes.js';
import type { Walk } from '../../src/debug/walk.js';
import { createNetwork } from '../../src/engine/model/initialize.js';
import { startTraining } from '../../src/engine/training/state.js';
import { copiedRows, stepView } from '../../src/host/steps/stepView.js';
import { moveBy } from '../../src/host/steps/stepViewMove.js';
import { passView } from '../../src/host/steps/stepViewPass.js';
import type { StepOptions, StepView } from '../../src/protocol.js';
import { loaded, walkOf, workedExample } from '../debug/support.js';

const options: StepOptions = { digits: 6, parameter: null, aside: 'unit' };
const viewOf = (walk: Walk): StepView => stepView(walk, options, 1);

const wide = {
  layers: [{ units: 2, activation: 'tanh' }, { units: 1 }],
  loss: 'halfSquaredError',
  data: { inputs: [Array.from({ length: 9 }, (_, i) => i / 8)], targets: [[1]] },
  training: { epochs: 1 },
};

describe('a step that is sent to the page', () => {
  it('counts steps, samples and layers from 1 for a reader', async () => {
    const walk = await walkOf(workedExample);
    walk.go(1);
    const { refs, place } = viewOf(walk);
    assert.equal(refs['step:0'], 'net_h1: go to step 1');
    assert.equal(place, 'Forward pass · layer 1, sigmoid');
  });

  it('has only the numbers of the finished steps', async () => {
    const walk = await walkOf(workedExample);
    walk.go(1);
    const [outputs] = viewOf(walk).layers.map((layer) => Array.from(layer.outputs ?? []));
    assert.equal(outputs[0].toFixed(6), '0.593270');
    assert.ok(Number.isNaN(outputs[1]));
  });

  it('has the newest sixty rows of the pass', async () => {
    const walk = await walkOf(wide);
    walk.last();
    assert.ok(walk.index > 60);
    const { rows } = viewOf(walk);
    assert.deepEqual([rows.length, rows[0].index, rows.at(-1)?.index], [60, walk.index - 59, walk.index]);
  });

  it('draws no graph of a unit with more inputs than can be read', async () => {
    const walk = await walkOf(wide);
    const { aside } = viewOf(walk);
    assert.deepEqual(
      [aside?.graph, aside?.note],
      [null, 'It has 9 inputs, which is too many to draw one by one.'],
    );
  });

  it('shows only the numbers known at this step on the graph', async () => {
    const walk = await walkOf(workedExample);
    const shown = (): string[] => (viewOf(walk).aside?.graph?.edges ?? []).map(({ value }) => value);
    assert.ok(shown().includes(''));
    assert.ok(!shown().includes('0.59327'));
    walk.go(1);
    assert.ok(shown().includes('0.59327'));
  });

  it('is copied with what was changed by hand', async () => {
    const walk = await walkOf(workedExample);
    walk.go(1);
    assert.equal(copiedRows(walk, 6).trimEnd().split('\n').length, 3);
    walk.setParameter({ layer: 2, unit: 0, input: 0 }, 0.7);
    const last = copiedRows(walk, 6).trimEnd().split('\n').at(-1);
    assert.equal(
      last,
      'Values were changed by hand, and all other numbers follow from them: w5 = 0.7 instead of 0.4.',
    );
  });
});

describe('a pass that is sent to the page', () => {
  it('says whose weights it has, what was changed, and whether it is the last', async () => {
    const walk = await walkOf(wide);
    const { trainedEpochs, altered, isLast } = passView(walk, 1);
    assert.deepEqual([trainedEpochs, altered, isLast], [null, [], false]);
    walk.setInput(0, 1, 0.5);
    assert.deepEqual(passView(walk, 2).altered, ['x2 (sample 1) = 0.5 instead of 0.125']);
    await moveBy({ name: 'undoChanges' }, walk);
    assert.deepEqual(passView(walk, 3).altered, []);
    await moveBy({ name: 'nextPass' }, walk);
    assert.equal(passView(walk, 4).isLast, true);
  });

  it('says that parameters of its run were changed by hand, as what is copied does', async () => {
    const { config, dataset } = await loaded(wide);
    const network = createNetwork(config, dataset.training.inputs.columns, config.training);
    const walk = await walkOf(wide, { state: startTraining(network, config.training), isEdited: true });
    assert.equal(passView(walk, 1).isTrainedEdited, true);
    const note = 'Parameters of that run were changed by hand.';
    assert.ok(copiedRows(walk, 6).trimEnd().endsWith(note));
    assert.ok(passNotes(walk)[0].endsWith(note));
  });

  it('is the last one if a run has trained all its epochs', async () => {
    const { config, dataset } = await loaded(wide);
    const network = createNetwork(config, dataset.training.inputs.columns, config.training);
    const state = { ...startTraining(network, config.training), epoch: 1 };
    const walk = await walkOf(wide, { state });
    assert.deepEqual([walk.outcome, passView(walk, 1).isLast], [null, true]);
  });
});
