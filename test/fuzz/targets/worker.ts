import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NetworkConfig, Spec } from '../../../src/config/spec.js';
import type { ToWorker } from '../../../src/protocol.js';
import { Driver, specOf } from '../../worker/support.js';
import { assertMessage } from '../invariants.js';
import { defineTarget, type Files } from '../target.js';

/** A message, given by its kind and the indices of run, config and sample. `pause` precedes it, in milliseconds. */
interface Sent {
  readonly type: ToWorker['type'];
  readonly run: number;
  readonly config: number;
  readonly sample: number;
  readonly train: boolean;
  /** Whether the run continues from the last checkpoint received. */
  readonly continues: boolean;
  readonly wait: number;
}

const network = (units: number, data: object, epochs: number): object => ({
  layers: [{ units, activation: 'tanh' }, { units: 1, activation: 'sigmoid' }],
  loss: 'binaryCrossEntropy',
  data,
  training: { epochs, batchSize: 7, seed: 3 },
}); // prettier-ignore
const endless = 100_000_000;
const configs: readonly object[] = [
  network(3, { generator: 'moons', samples: 40, validationSplit: 0.25 }, 3),
  network(2, { inputs: [[0], [1]], targets: [[0], [1]] }, endless),
  network(300, { generator: 'circles', samples: 500 }, endless),
  network(2, { file: 'missing.csv', target: 'y' }, 3),
  network(2, { generator: 'moons', samples: 30 }, 1),
  { function: 'x^2 + 10*y^2', start: [-7, 2], training: { epochs: 50 } },
  { function: 'x^2 + y^2', start: [3, 1], training: { epochs: endless } },
];
const probe = network(3, { generator: 'moons', samples: 20 }, 4);

const messages: fc.Arbitrary<readonly Sent[]> = fc.array(
  fc.record({
    type: fc.constantFrom('start', 'start', 'inspect', 'pause', 'resume', 'stepEpoch', 'stop', 'sample', 'focus', 'classify', 'check', 'cancelCheck', 'findRate', 'cancelRate', 'view', 'view', 'pace', 'setParameter', 'resetParameters', 'take', 'survey', 'predict', 'predictTable'),
    run: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2) }),
    config: fc.nat(configs.length - 1),
    sample: fc.constantFrom(0, 1, 5, 1_000_000, -1, 0.5),
    train: fc.boolean(),
    continues: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    wait: fc.constantFrom(0, 0, 0, 1, 10, 40),
  }),
  { minLength: 1, maxLength: 14 },
); // prettier-ignore

/** Messages to a worker in any order. It must then still train a network to the same numbers. */
export const worker = defineTarget<readonly Sent[]>({
  name: 'worker',
  inputs: messages,
  async attempt(sent) {
    const driver = await Driver.open();
    try {
      let started = 0;
      for (const each of sent) {
        if (each.wait > 0) await new Promise((resolve) => setTimeout(resolve, each.wait));
        if (each.type === 'start') started++;
        driver.post(await toMessage(each, started, driver));
      }
      await assertSound(driver);
    } finally {
      await driver.close();
    }
    return true;
  },
  show: (sent): Files => ({ 'messages.json': JSON.stringify(sent, null, 2) }),
});

/** Returns the message. Runs are counted back from the newest. */
async function toMessage(sent: Sent, started: number, driver: Driver): Promise<ToWorker> {
  const run = `run ${started - sent.run}`;
  const spec: Spec = await specOf(configs[sent.config]);
  const last = driver.messages.findLast((message) => message.type === 'checkpoint');
  const checkpoint = sent.continues && last ? last.bytes : null;
  const directory = import.meta.dirname;
  switch (sent.type) {
    case 'start':
      return { type: 'start', run, spec, directory, train: sent.train, checkpoint };
    case 'inspect':
      return { type: 'inspect', version: started, spec, directory };
    case 'describe':
      return { type: 'describe', version: started, spec: await networkOf(spec), directory };
    case 'check':
      return {
        type: 'check',
        check: started,
        spec: await networkOf(spec),
        directory,
        isTrusted: false,
        checkpoint,
      };
    case 'cancelCheck':
      return { type: 'cancelCheck', check: started - sent.run };
    case 'findRate':
      return { type: 'findRate', id: started, spec, directory, checkpoint };
    case 'cancelRate':
      return { type: 'cancelRate', id: started - sent.run };
    case 'sample':
      return { type: 'sample', run, index: sent.sample };
    case 'view':
      return { type: 'view', run, epoch: sent.train ? sent.sample : null };
    case 'pace':
      return { type: 'pace', run, pace: sent.train ? 'watch' : 'fast' };
    case 'setParameter': {
      const place = { layer: sent.config, unit: sent.sample, input: sent.train ? 0 : null };
      return { type: 'setParameter', run, place, value: sent.wait };
    }
    case 'classify':
      return {
        type: 'classify',
        run,
        inputs: new Float32Array(Math.max(0, Math.min(5, Math.round(sent.sample)))),
      };
    case 'predict':
      return { type: 'predict', run, values: [sent.sample, sent.wait] };
    case 'pack':
      return { type: 'pack', run, format: sent.train ? 'onnx' : 'none', hasTraining: true, page: '' };
    case 'histograms':
      return { type: 'histograms', run, layer: sent.sample };
    case 'survey':
      return { type: 'survey', directory, file: sent.train ? 'args.ts' : 'no.csv' };
    case 'predictTable':
      return { type: 'predictTable', model: new Uint8Array(sent.wait), directory, file: 'args.ts' };
    case 'grade':
      return {
        type: 'grade',
        spec: await networkOf(spec),
        directory,
        folder: directory,
        names: sent.train ? ['args.ts', 'no.json'] : [],
      };
    case 'focus':
      return { type: 'focus', run, unit: { layer: sent.sample % 4, unit: sent.sample } };
    default:
      return { type: sent.type, run };
  }
}

const networkOf = async (spec: Spec): Promise<NetworkConfig> =>
  spec.kind === 'network' ? spec : ((await specOf(probe)) as NetworkConfig);

async function assertSound(driver: Driver): Promise<void> {
  const spec = await specOf(probe);
  driver.post({ type: 'start', run: 'probe', spec, directory: '.', train: true, checkpoint: null });
  await driver.state('probe', 'done');
  const { loss } = driver.historyOf('probe');
  assert.deepEqual([...loss], (losses ??= [...loss]), 'A run after these messages has other numbers.');
  for (const message of driver.messages) {
    if (!('findings' in message)) continue;
    for (const { message: text } of message.findings) assertMessage(text, '');
  }
}

/** The losses in the first probe. */
let losses: number[] | undefined;
