import assert from 'node:assert/strict';
import type { EpochMetrics } from '../../src/engine/model/metrics.js';
import type { FromWorker, Snapshot } from '../../src/protocol.js';
import type { Job } from '../../src/jobs/job.js';
import { packCheckpoint } from '../../src/node/checkpoint.js';
import { RunRecording } from '../../src/worker/runRecording.js';
import { Reporter } from '../../src/worker/reporter.js';

const job: Job = {
  facts: null,
  health: null,
  state: { epoch: 7 },
  position: { epoch: 7, batch: 0 },
  keptBytes: 8,
  keep: () => assert.fail(),
  beside: () => assert.fail(),
  closeView: () => undefined,
  returned: () => assert.fail(),
  withParameter: () => null,
  advance: () => assert.fail(),
  train: () => assert.fail(),
  measure: () => assert.fail(),
  snapshot: () => null,
  evaluations: () => [],
  test: () => null,
  importance: () => null,
  surface: () => null,
  plane: () => null,
  regions: () => null,
  unitMaps: () => null,
  gallery: () => null,
  predictions: () => null,
  histograms: () => null,
  classPredictions: () => [],
  classify: () => null,
  model: () => null,
};

const metricsOf = (epoch: number): EpochMetrics => ({
  epoch,
  loss: 1,
  validationLoss: null,
  accuracy: null,
  validationAccuracy: null,
  learningRate: 1,
});

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

  it('is at most 20 batches of metrics and 10 snapshots a second', () => {
    const messages: FromWorker[] = [];
    const reporter = new Reporter(
      'a',
      (message) => messages.push(message),
      packCheckpoint,
      new RunRecording(),
    );
    const snapshot: Snapshot = { epoch: 0, sample: 0, inputs: null, targets: null, image: null, layers: [] };
    for (time = 0; time < 1000; time += 10) {
      reporter.record(metricsOf(time / 10));
      reporter.postDue(job);
      if (reporter.isSnapshotDue) reporter.postSnapshot({ ...job, snapshot: () => snapshot });
    }
    const count = (type: string): number => messages.filter((message) => message.type === type).length;
    assert.deepEqual([count('metrics'), count('snapshot')], [20, 10]);
  });

  it('has all metrics up to a checkpoint before it, though they were not due', () => {
    const messages: FromWorker[] = [];
    const reporter = new Reporter(
      'a',
      (message) => messages.push(message),
      packCheckpoint,
      new RunRecording(),
    );
    time = 1990;
    reporter.record(metricsOf(6));
    reporter.postDue(job);
    time = 2000;
    reporter.record(metricsOf(7));
    reporter.postDue(job);
    const sent = messages.map((message) =>
      message.type === 'metrics' ? `${message.type} ${message.history.epoch.join()}` : message.type,
    );
    assert.deepEqual(sent, ['metrics 6', 'metrics 7', 'checkpoint']);
  });
});
