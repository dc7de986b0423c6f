import assert from 'node:assert/strict';
import type { FromWorker } from '../../src/protocol.js';
import { Driver, specOf } from './support.js';

const moons = (training: object = {}): object => ({
  layers: [{ units: 6, activation: 'tanh' }, { units: 1, activation: 'sigmoid' }],
  loss: 'binaryCrossEntropy',
  data: { generator: 'moons', samples: 60, noise: 0.1, validationSplit: 0.25 },
  training: { optimizer: { type: 'adam', learningRate: 0.05 }, epochs: 40, batchSize: 8, seed: 2, ...training },
}); // prettier-ignore

type Message = Extract<FromWorker, { type: 'importance' }>;

describe('A worker that is asked for the importance of the columns', () => {
  let driver: Driver;
  beforeEach(async () => (driver = await Driver.open()));
  afterEach(() => driver.close());

  const start = async (run: string, config: object): Promise<void> =>
    driver.post({
      type: 'start',
      run,
      spec: await specOf(config),
      directory: '',
      train: true,
      checkpoint: null,
    });
  const measured = async (run: string): Promise<NonNullable<Message['importance']>> => {
    const since = driver.messages.length;
    driver.post({ type: 'importance', run });
    const { importance } = await driver.next('importance', (m) => m.importance !== null, since);
    assert.ok(importance);
    return importance;
  };

  it('measures the epoch that is shown, again to the same numbers', async () => {
    await start('a', moons());
    await driver.settled('a', 'done');
    const end = await measured('a');
    assert.deepEqual([end.epoch, end.part, end.samples, end.columns.length], [40, 'validation', 15, 2]);
    assert.ok(end.columns[0].loss.mean > 0);
    const since = driver.messages.length;
    driver.post({ type: 'view', run: 'a', epoch: 3 });
    await driver.next('viewing', (m) => m.epoch === 3 && m.fraction === null, since);
    const earlier = await measured('a');
    assert.equal(earlier.epoch, 3);
    assert.notDeepEqual(earlier.columns, end.columns);
    driver.post({ type: 'view', run: 'a', epoch: null });
    assert.deepEqual(await measured('a'), end);
  });

  it('does not measure a state that trains, but an epoch of it that is viewed', async () => {
    await start('a', moons({ epochs: 100_000_000 }));
    await driver.next('metrics', ({ history }) => (history.epoch.at(-1) ?? 0) > 20);
    driver.post({ type: 'importance', run: 'a' });
    driver.post({ type: 'view', run: 'a', epoch: 10 });
    await driver.next('viewing', (m) => m.epoch === 10 && m.fraction === null);
    assert.equal(driver.messages.filter(({ type }) => type === 'importance').length, 0);
    assert.equal((await measured('a')).epoch, 10);
  });

  it('says that it has stopped measuring when the run goes on', async () => {
    await start('a', {
      ...moons({ epochs: 100_000_000 }),
      data: { generator: 'moons', samples: 9000, noise: 0.1 },
    });
    await driver.state('a', 'training');
    driver.post({ type: 'pause', run: 'a' });
    await driver.settled('a', 'paused');
    const since = driver.messages.length;
    driver.post({ type: 'importance', run: 'a' });
    driver.post({ type: 'resume', run: 'a' });
    const { fraction, importance } = await driver.next('importance', (m) => m.fraction === null, since);
    assert.deepEqual([fraction, importance], [null, null]);
  });
});
