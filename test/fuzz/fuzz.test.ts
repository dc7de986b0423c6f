import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { Attacker, type Outcome } from './attacker.js';
import { runSeries, Score, type Attempt } from './series.js';
import { defineTarget } from './target.js';
import { targets } from './targets.js';

const seed = 1;
/** The number of inputs for each target, limited by the duration of the tests. */
const inputsOf: Readonly<Record<string, number>> = {
  config: 50,
  csv: 20,
  idx: 40,
  compare: 20,
  npz: 10,
  models: 80,
  formulas: 10,
  pass: 6,
  runs: 4,
  worker: 3,
  args: 40,
};

describe('Fuzzing', () => {
  const attacker = new Attacker({ timeoutMs: 20_000, memory: 512 * 2 ** 20 });
  after(() => attacker.close());
  for (const target of targets) {
    it(`finds nothing in a short attack on ${target.name}`, async () => {
      const inputs = inputsOf[target.name] ?? 20;
      const score = new Score();
      const options = { seed, inputs, until: Infinity, minimizeMs: 3000 };
      await runSeries(target, (input) => attacker.attempt(target.name, input), score, options);
      const shown = score.failures.map(
        ({ reason, input }) => `${reason}\n${JSON.stringify(target.show(input))}`,
      );
      assert.deepEqual(shown, []);
      assert.equal(score.tried, inputs);
      assert.ok(score.accepted > inputs / 5, `Only ${score.accepted} of ${inputs} inputs were accepted.`);
    });
  }
});

describe('An attack', () => {
  const script = path.join(import.meta.dirname, 'faulty.ts');
  const attacker = new Attacker({ script, timeoutMs: 5000, memory: 200 * 2 ** 20 });
  after(() => attacker.close());

  for (const [input, kind] of [
    ['sound', 'accepted'],
    ['crash', 'crash'],
    ['exit', 'crash'],
    ['hang', 'hang'],
    ['buffers', 'memory'],
    ['sound', 'accepted'],
  ]) {
    it(`reports the outcome of an input that is ${input}: ${kind}`, async () => {
      assert.equal((await attacker.attempt('faulty', input)).kind, kind);
    });
  }

  it('distinguishes an exhausted heap from a hang', async () => {
    const patient = new Attacker({ script, timeoutMs: 50_000, heap: 50, memory: 200 * 2 ** 20 });
    assert.equal((await patient.attempt('faulty', 'heap')).kind, 'memory');
    patient.close();
  });
});

describe('A series of inputs', () => {
  const numbers = defineTarget<number>({
    name: 'numbers',
    inputs: fc.nat(1000),
    attempt: () => Promise.resolve(true),
    show: () => ({}),
  });
  const failAbove = (limit: number): Attempt => {
    const crash: Outcome = { kind: 'crash', reason: `Error: above ${limit}` };
    return (input) => Promise.resolve((input as number) > limit ? crash : { kind: 'accepted' });
  };
  const series = async (attempt: Attempt, score = new Score(), seed = 7): Promise<Score> => {
    await runSeries(numbers, attempt, score, { seed, inputs: 200, until: Infinity, minimizeMs: 5000 });
    return score;
  };

  it('minimizes the first that fails, and names the seed', async () => {
    const { failures } = await series(failAbove(100));
    assert.deepEqual(failures, [{ kind: 'crash', reason: failures[0].reason, input: 101, seed: 7 }]);
  });

  it('counts the same failure again, and does not minimize it twice', async () => {
    const score = await series(failAbove(100));
    await series(failAbove(100), score, 8);
    assert.equal(score.failures.length, 1);
    assert.ok(score.count('crash') > 10);
  });

  it('counts all that is accepted where nothing fails', async () => {
    const { tried, accepted, failures } = await series(failAbove(1000));
    assert.deepEqual([tried, accepted, failures], [200, 200, []]);
  });

  it('attributes a hang that does not repeat to another program', async () => {
    let attempts = 0;
    const { failures, tried } = await series(() =>
      Promise.resolve(attempts++ === 0 ? { kind: 'hang', reason: 'No answer.' } : { kind: 'accepted' }),
    );
    assert.deepEqual([failures, tried], [[], 200]);
  });
});
