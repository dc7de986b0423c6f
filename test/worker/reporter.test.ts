import assert from 'node:assert/strict';
import type { FromWorker } from '../../src/protocol.js';
import type { Job } from '../../src/worker/job.js';
import { Reporter } from '../../src/worker/reporter.js';

const job: Job = {
  facts: null,
  data: null,
  state: { epoch: 7 },
  train: () => assert.fail(),
  measure: () => assert.fail(),
  snapshot: () => null,
  evaluations: () => [],
  surface: () => null,
  plane: () => null,
  regions: () => null,
};

describe('What is reported of a run', () => {
  const now = performance.now.bind(performance);
  let time = 0;
  beforeEach(() => {
    time = 0;
    performance.now = () => time;
  });
  afterEach(() => {
    performance.now = now;
  });

  it('has all metrics up to a checkpoint before it, though they were not due', () => {
    const messages: FromWorker[] = [];
    const reporter = new Reporter('a', (message) => messages.push(message));
    const record = (epoch: number): void =>
      reporter.record({
        epoch,
        loss: 1,
        validationLoss: null,
        accuracy: null,
        validationAccuracy: null,
        learningRate: 1,
      });
    time = 1990;
    record(6);
    reporter.postDue(job);
    time = 2000;
    record(7);
    reporter.postDue(job);
    const sent = messages.map((message) =>
      message.type === 'metrics' ? `${message.type} ${message.history.epoch.join()}` : message.type,
    );
    assert.deepEqual(sent, ['metrics 6', 'metrics 7', 'checkpoint']);
  });
});
