import assert from 'node:assert/strict';
import { Driver, specOf } from './support.js';

const endless = {
  layers: [{ units: 6, activation: 'tanh' }, { units: 1 }],
  loss: 'meanSquaredError',
  data: { generator: 'moons', samples: 60 },
  training: { epochs: 1e9 },
};

describe('Sessions that share a worker', () => {
  let driver: Driver;
  beforeEach(async () => {
    driver = await Driver.open();
  });
  afterEach(() => driver.close());

  const start = async (run: string, session: number, config: object = endless): Promise<void> =>
    driver.post(
      { type: 'start', run, spec: await specOf(config), directory: '', train: true, checkpoint: null },
      session,
    );

  it('train at the same time, and each receives its own messages', async () => {
    await start('a', 1);
    await start('b', 2);
    await driver.next('metrics', ({ run }) => run === 'a');
    await driver.next('metrics', ({ run }) => run === 'b');
    driver.post({ type: 'pause', run: 'a' }, 2); // not its run
    driver.post({ type: 'pause', run: 'b' }, 2);
    await driver.settled('b', 'paused');
    const since = driver.messages.length;
    await driver.next('metrics', ({ run }) => run === 'a', since);
  });

  it('have one run at a time: the one before ends', async () => {
    await start('a', 1);
    await driver.next('metrics');
    await start('b', 1, { ...endless, training: { epochs: 2 } });
    await driver.settled('b', 'done');
    await driver.idle();
  });

  it('leave nothing behind when they are closed, and the others go on', async () => {
    await start('a', 1);
    await start('b', 2);
    await driver.next('metrics', ({ run }) => run === 'a');
    await driver.next('metrics', ({ run }) => run === 'b');
    driver.tell({ type: 'close', session: 1 });
    const since = driver.messages.length;
    driver.post({ type: 'pause', run: 'b' }, 2);
    await driver.settled('b', 'paused', since);
    await driver.idle();
    const ofFirst = driver.messages.slice(since).filter((message) => 'run' in message && message.run === 'a');
    assert.ok(ofFirst.length <= 10); // those that were on their way
  });
});
