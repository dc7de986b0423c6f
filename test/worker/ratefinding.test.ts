import assert from 'node:assert/strict';
import { Driver, specOf } from './support.js';

const network = {
  layers: [{ units: 4, activation: 'tanh' }, { units: 1, activation: 'sigmoid' }],
  loss: 'binaryCrossEntropy',
  data: { generator: 'moons', samples: 60 },
  training: { optimizer: 'adam', epochs: 20, batchSize: 10 },
}; // prettier-ignore

describe('A worker that searches a learning rate', () => {
  let driver: Driver;
  beforeEach(async () => {
    driver = await Driver.open();
  });
  afterEach(() => driver.close());
  const search = async (id: number, of: object, checkpoint: Uint8Array | null = null): Promise<void> =>
    driver.post({ type: 'findRate', id, spec: await specOf(of), directory: '.', checkpoint });
  const found = (id: number) => driver.next('rateFound', (message) => message.id === id);
  const start = async (run: string): Promise<void> =>
    driver.post({
      type: 'start',
      run,
      spec: await specOf(network),
      directory: '.',
      train: true,
      checkpoint: null,
    });

  it('suggests a rate, with the range test and the trials that it follows from', async () => {
    await search(1, network);
    const { search: result, findings } = await found(1);
    assert.deepEqual(findings, []);
    assert.equal(result!.fraction, 1);
    assert.ok(result!.points.length > 100 && result!.trials.some(({ rate }) => rate === result!.rate));
  });

  it('searches for a plain function, and says why not for the perceptron rule', async () => {
    await search(1, { function: 'x^2 + 10*y^2', start: [-7, 2], training: { epochs: 50 } });
    const { rate } = (await found(1)).search!;
    // Gradient descent on 10 y² diverges above 2 / 20.
    assert.ok(rate !== null && rate > 0.02 && rate < 0.1, String(rate));
    await search(2, {
      layers: [{ units: 1, activation: 'step' }],
      loss: 'halfSquaredError',
      data: { inputs: [[0], [1]], targets: [[0], [1]] },
      training: { optimizer: 'perceptron' },
    });
    const { search: none, findings } = await found(2);
    assert.equal(none, null);
    assert.match(findings[0].message, /^The perceptron rule does not follow the gradient/);
  });

  it('leaves the numbers of a run as they are, and starts from its parameters where that is asked', async () => {
    await start('alone');
    const checkpoint = await driver.settled('alone', 'done');
    await start('accompanied');
    await search(1, network);
    await search(2, network, checkpoint);
    await driver.state('accompanied', 'done');
    assert.deepEqual(driver.historyOf('accompanied').loss, driver.historyOf('alone').loss);
    const first = (await found(2)).search!.points[0].loss;
    const trained = driver.historyOf('alone').loss.at(-1)!;
    assert.ok(Math.abs(first / trained - 1) < 1e-3, `${first} and ${trained}`);
  });

  it('ends without a result when it is canceled', async () => {
    await search(1, { ...network, layers: [{ units: 300, activation: 'tanh' }, { units: 300 }, { units: 1 }], loss: 'meanSquaredError' }); // prettier-ignore
    driver.post({ type: 'cancelRate', id: 1 });
    await search(2, network);
    await found(2);
    assert.ok(!driver.messages.some((message) => message.type === 'rateFound' && message.id === 1));
  });
});
