import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { readNotes } from '../../../src/config/notes/readNotes.js';
import { parseConfig } from '../../../src/config/parse.js';
import { loadDataset } from '../../../src/data/loadDataset.js';
import type { BlankCount } from '../../../src/engine/trace/chooseBlanks.js';
import { evaluate, type Formula } from '../../../src/engine/trace/formula.js';
import type { Trace } from '../../../src/engine/trace/trace.js';
import { checkNotes } from '../../../src/jobs/notes/checkNotes.js';
import { createExercise, type Exercise } from '../../../src/jobs/notes/createExercise.js';
import { loadNotePasses } from '../../../src/jobs/notes/loadNotePasses.js';
import { filesIn } from '../../../src/node/filesIn.js';

const files = filesIn('examples');

async function exerciseOf(config: object | string, blanks: BlankCount = { rounds: 1 }, seed = 1, row = 0) {
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  const { spec, problems, sourceWith } = await parseConfig(text, 'test');
  assert.ok(spec?.kind === 'network', JSON.stringify(problems));
  const { dataset, findings } = await loadDataset(spec, files);
  assert.ok(dataset, JSON.stringify(findings));
  return createExercise({ spec, value: sourceWith({}).value, dataset, row, blanks, seed }, files);
}

const traceOf = async ({ sheet }: Exercise): Promise<Trace> => {
  const { passes } = await loadNotePasses(readNotes(sheet).sections[0], files);
  assert.ok(passes);
  return passes.first;
};

/** Replaces the blanks of a worksheet, in order. */
function filled({ sheet }: Exercise, numbers: readonly string[]): string {
  let next = 0;
  return sheet.replace(/(?<=<!-- backprop: [^=\s]+ --> )____$/gm, () => numbers[next++]);
}

const answers = ({ blanks, digits }: Exercise) => blanks.map(({ value }) => value.toPrecision(digits));

async function verdictsOf(text: string): Promise<string[]> {
  const { entries, problems } = await checkNotes(text, files);
  assert.deepEqual(problems, []);
  return entries.map(({ verdict }) => verdict);
}

const number = fc.integer({ min: -1500, max: 1499 }).map((n) => n / 1000 + 0.00037);
const numbers = (n: number) => fc.array(number, { minLength: n, maxLength: n });
const matrix = (rows: number, columns: number) =>
  fc.array(numbers(columns), { minLength: rows, maxLength: rows });
const ends = fc.constantFrom(
  ['halfSquaredError', 'sigmoid'], ['meanSquaredError', 'tanh'], ['huber', 'identity'], ['crossEntropy', 'softmax'],
  ['binaryCrossEntropy', 'sigmoid'], ['halfSquaredError', 'softmax'], ['meanAbsoluteError', 'softplus'],
); // prettier-ignore
const biasOf = (units: number) =>
  fc.oneof(
    fc.constant(false),
    numbers(units),
    number.map((value) => ({ value, shared: true })),
    number.map((value) => ({ value, shared: true, trainable: false })),
  );
const optimizers = fc.constantFrom(
  { type: 'sgd', learningRate: 0.5 }, { type: 'sgd', learningRate: 0.1, momentum: 0.9, weightDecay: 0.01 },
  { type: 'rmsprop', learningRate: 0.01 }, { type: 'adamw', learningRate: 0.1 },
); // prettier-ignore

/** Generates configs of small networks with one sample. */
const configs = fc
  .record({
    widths: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 }),
    end: ends,
    optimizer: optimizers,
    l2: fc.constantFrom(0, 0.01),
  })
  .chain(({ widths: [inputs, ...widths], end: [loss, last], optimizer, l2 }) => {
    const layers = widths.map((units, i) =>
      fc.record({
        activation: i === widths.length - 1 ? fc.constant(last) : fc.constantFrom('sigmoid', 'tanh', 'relu', 'gelu', 'softsign', 'softmax'),
        weights: matrix(units, i === 0 ? inputs : widths[i - 1]),
        bias: biasOf(units),
      }),
    ); // prettier-ignore
    const outputs = widths[widths.length - 1];
    const hot = [Array.from({ length: outputs }, (_, i) => (i === 0 ? 1 : 0))];
    return fc.record({
      layers: fc.tuple(...layers),
      loss: fc.constant(loss),
      data: fc.record({
        inputs: matrix(1, inputs),
        targets: /[cC]rossEntropy/.test(loss) ? fc.constant(hot) : matrix(1, outputs),
      }),
      training: fc.constant({ optimizer, regularization: { l2 } }),
    });
  });

/** Returns the formula with the values that earlier steps have now. */
function withValues(formula: Formula, values: readonly number[]): Formula {
  return JSON.parse(JSON.stringify(formula), (_key, each: unknown) => {
    const symbol = each as Formula | null;
    const isStep = symbol?.kind === 'symbol' && symbol.ref.kind === 'step';
    return isStep ? { ...symbol, value: values[symbol.ref.index] } : each;
  }) as Formula;
}

/** Returns the numbers that someone writes who makes one mistake, at blank `which`, and computes on from it. */
function withMistake(trace: Trace, exercise: Exercise, steps: readonly number[], which: number): string[] {
  const values: number[] = [];
  const written: string[] = [];
  for (let index = 0; index < trace.length; index++) {
    const { formula, value } = trace.step(index);
    const computed = evaluate(withValues(formula, values));
    const blank = steps.indexOf(index);
    values.push(computed);
    if (blank < 0) continue;
    const wrong = blank === which ? value + 1 + Math.abs(value) : computed;
    written[blank] = (Number.isFinite(wrong) ? wrong : value).toPrecision(exercise.digits);
    values[index] = Number(written[blank]);
  }
  return written;
}

describe('an exercise', () => {
  it('of any network is all right when it is filled in from its key', async () => {
    await fc.assert(
      fc.asyncProperty(configs, fc.integer({ min: 0, max: 9 }), async (config, seed) => {
        const exercise = await exerciseOf(config, { rounds: 1 }, seed);
        const right = exercise.blanks.map(() => 'right');
        assert.deepEqual(await verdictsOf(exercise.key), right);
        assert.deepEqual(await verdictsOf(filled(exercise, answers(exercise))), right);
        assert.deepEqual(await verdictsOf(exercise.sheet), right.map(() => 'blank')); // prettier-ignore
      }),
      { numRuns: 30 },
    );
  });

  it('of any network with one wrong number has that one wrong, and those computed from it right given it', async () => {
    let followed = 0;
    await fc.assert(
      fc.asyncProperty(configs, fc.nat(), async (config, drawn) => {
        const exercise = await exerciseOf(config);
        const trace = await traceOf(exercise);
        const { entries } = await checkNotes(exercise.key, files);
        const asked = entries.map(({ step }) => step?.index ?? -1);
        const which = drawn % asked.length;
        const written = withMistake(trace, exercise, asked, which);
        const verdicts = await verdictsOf(filled(exercise, written));
        verdicts.forEach((verdict, i) => {
          const { name, value } = exercise.blanks[i];
          const [given, right] = [Number(written[i]), Number(value.toPrecision(exercise.digits))];
          const message = `${name}: ${given} for ${right}`;
          if (i === which) assert.equal(verdict, 'wrong', message);
          else if (given === right) assert.equal(verdict, 'right', message);
          else if (Math.abs(given - right) > 0.1 * Math.abs(right) + 0.01) {
            assert.equal(verdict, 'follows', message);
            followed++;
          } else assert.notEqual(verdict, 'wrong', message);
        });
      }),
      { numRuns: 40 },
    );
    assert.ok(followed > 40, String(followed));
  });

  const examples = readdirSync('examples').filter((name) => name.endsWith('.backprop.json'));
  const texts = examples.map((name) => [name, readFileSync(`examples/${name}`, 'utf8')] as const);
  const small = texts.filter(([name, text]) => text.includes('"layers"') && !/digits|spiral/.test(name));

  for (const [name, text] of small) {
    it(`of ${name} has the numbers of its pass`, async () => {
      const exercise = await exerciseOf(text, { rounds: 1 }, 3);
      assert.deepEqual(new Set(await verdictsOf(exercise.key)), new Set(['right']));
      const { passes } = await loadNotePasses({ config: text, offset: 0 }, files);
      const own = passes!.ofRow(0);
      const trace = await traceOf(exercise);
      for (const { name: quantity, value } of exercise.blanks) {
        const index = Array.from({ length: trace.length }, (_, i) => i).find(
          (i) => trace.step(i).value === value,
        );
        const truth = own.value(trace.head(index!));
        assert.ok(
          Math.abs(value - truth) <= 1e-4 * Math.abs(truth) + 1e-6,
          `${quantity}: ${value}, ${truth}`,
        );
      }
    });
  }

  const deep = {
    layers: [2, 3, 2].map((units) => ({ units, activation: 'tanh' })),
    loss: 'halfSquaredError',
    data: { inputs: [[1, 2], [3, 4]], targets: [[0, 1], [1, 0]] },
  }; // prettier-ignore

  const stageOf =
    (trace: Trace) =>
    (name: string): string => {
      const index = Array.from({ length: trace.length }, (_, i) => i).find(
      (i) => trace.head(i).notation.text.replace('δ', 'delta').replaceAll('∂', 'd').replace('/', '_').replace('⁺', '+') === name,
    ); // prettier-ignore
      const { quantity, layer } = trace.head(index!);
      return `${quantity} ${layer}`;
    };

  it('asks for every stage of every layer once before any twice', async () => {
    const once = await exerciseOf(deep);
    const stage = stageOf(await traceOf(once));
    const all = once.blanks.map(({ name }) => stage(name));
    assert.equal(all.length, 3 * 6 + 1);
    assert.equal(new Set(all).size, all.length);
    for (let count = 1; count <= all.length + 4; count++) {
      const { blanks } = await exerciseOf(deep, count, 5);
      const times = new Map<string, number>();
      for (const { name } of blanks) times.set(stage(name), (times.get(stage(name)) ?? 0) + 1);
      assert.equal(blanks.length, count);
      assert.equal(times.size, Math.min(count, all.length));
      assert.equal(Math.max(...times.values()), count > all.length ? 2 : 1);
      const kinds = new Set([...times.keys()].map((each) => each.split(' ')[0]));
      assert.equal(kinds.size, Math.min(count, 7));
    }
  });

  it('is the same for the same seed, and another for another', async () => {
    const [a, b, c] = await Promise.all([1, 1, 2].map((seed) => exerciseOf(deep, { rounds: 1 }, seed)));
    assert.equal(a.sheet, b.sheet);
    assert.notEqual(a.sheet, c.sheet);
  });

  it('has the sample that is asked for, and says that it is one of several', async () => {
    const { sheet } = await exerciseOf(deep, { rounds: 1 }, 1, 1);
    assert.match(sheet, /contains only sample 2 of 2/);
    assert.match(sheet, /x1 = 3, x2 = 4/);
    assert.match(sheet, /Round every number to 4 significant digits, such as 0\.5933 or 0\.0004386/);
  });

  it('is refused where there are fewer numbers than blanks, or too many weights', async () => {
    await assert.rejects(exerciseOf(deep, 1000), /has only \d+ numbers to ask for, not 1000/);
    const wide = { ...deep, layers: [{ units: 300 }, { units: 2 }] };
    await assert.rejects(exerciseOf(wide), /1200 weights, but a worksheet can list at most 500/);
  });
});
