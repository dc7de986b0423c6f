import assert from 'node:assert/strict';
import { withFiles } from '../data/support.js';
import { Driver, specOf } from './support.js';

const config = {
  layers: [{ units: 2, activation: 'softmax' }],
  loss: 'crossEntropy',
  data: { file: 'train.csv', target: 'y', test: { file: 'test.csv' } },
  training: { epochs: 20 },
};
const files = { 'train.csv': 'x,y\n-3,no\n3,yes\n', 'test.csv': 'x,y\n-2,no\n2,yes\n1,no\n' };

describe('A run with test samples', () => {
  it('is measured on them once it is done, and once only', async () => {
    await withFiles(files, async (directory) => {
      const driver = await Driver.open();
      try {
        const spec = await specOf(config);
        driver.post({ type: 'start', run: 'a', spec, directory, train: true, checkpoint: null });
        await driver.settled('a', 'done');
        driver.post({ type: 'view', run: 'a', epoch: 3 });
        await driver.next('viewing', ({ epoch, fraction }) => epoch === 3 && fraction === null);
        driver.post({ type: 'view', run: 'a', epoch: null });
        await driver.next('viewing', ({ epoch }) => epoch === null, driver.messages.length - 1);
        await driver.idle();
        const order = driver.messages.flatMap(({ type }, at) => (type === 'tested' ? [at] : []));
        const done = driver.messages.findIndex(
          (message) => message.type === 'state' && message.state === 'done',
        );
        assert.equal(order.length, 1);
        assert.ok(order[0] > done);
        const { test } = await driver.next('tested');
        assert.equal(test.samples, 3);
        assert.ok(test.evaluation.task === 'classification');
        assert.ok(Math.abs(test.evaluation.accuracy - 2 / 3) < 1e-12);
      } finally {
        await driver.close();
      }
    });
  });
});
