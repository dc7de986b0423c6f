import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { pythonWith } from './cli/python.js';
import { backprop, lastEvent, withConfig } from './cli/support.js';

/** The last line of `backprop train --json`. */
interface Done {
  readonly loss: number;
  readonly accuracy: number | null;
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
  readonly outputs: readonly (readonly number[])[];
  readonly outcome: { readonly kind: string; readonly notSeparable?: { readonly point: readonly number[] } };
  readonly evaluation: { readonly validation: { readonly r2: number } };
  readonly x: number;
}

/** The output of `backprop gradients --json`. */
interface Start {
  readonly loss: number;
  readonly outputs: readonly (readonly number[])[];
  readonly layers: readonly {
    readonly weights: readonly (readonly number[])[];
    readonly bias: readonly number[];
  }[];
}

/** The tests of the claims in the examples' comments. */
const promises: Readonly<
  Record<string, { readonly start?: (start: Start) => void; readonly end: (done: Done) => void }>
> = {
  'worked-example-2-2-2': {
    start: ({ loss }) => near(loss, 0.298371109, 1e-9),
    end: ({ loss, outputs }) => {
      near(loss, 3.510188e-5, 1e-11);
      near(outputs[0][0], 0.01591362, 1e-8);
      near(outputs[0][1], 0.984064274, 1e-9);
    },
  },
  xor: { end: ({ loss, accuracy }) => assert.ok(loss < 0.01 && accuracy === 1) },
  'logic-gates': {
    end: ({ loss, outcome }) => assert.deepEqual([loss, outcome.kind], [0, 'converged']),
  },
  'xor-perceptron': {
    end: ({ outcome }) => {
      assert.equal(outcome.kind, 'completed');
      assert.deepEqual(outcome.notSeparable?.point, [0.5, 0.5]);
    },
  },
  'xor-two-layers': {
    start: ({ loss }) => assert.equal(loss, 0),
    end: ({ loss, outputs }) => assert.deepEqual([loss, outputs], [0, [[0], [1], [1], [0]]]),
  },
  'single-layer-perceptron': {
    start: ({ loss, outputs, layers }) => {
      near(outputs[0][0], 0.479673611, 1e-9);
      near(loss, 0.135369776, 1e-9);
      near(layers[0].bias[0], -0.129866618, 1e-9);
      near(layers[0].weights[0][0], -0.160761887, 1e-9);
    },
    end: ({ loss }) => assert.ok(loss < 0.01),
  },
  'several-outputs-sigmoid': { end: ({ loss }) => assert.ok(loss < 0.02) },
  'several-outputs-softmax': {
    start: ({ layers: [{ weights, bias }] }) => {
      for (let i = 0; i < 3; i++) near(weights[0][i], -weights[1][i], 1e-15);
      near(bias[0], -bias[1], 1e-15);
    },
    end: ({ loss }) => assert.ok(loss < 0.02),
  },
  'batch-affine': {
    start: ({ layers }) => [-1.25, -0.45, -2.7].forEach((value, i) => near(layers[0].bias[i], value, 1e-12)),
    end: ({ loss }) => assert.ok(loss < 1e-6),
  },
  'softmax-with-loss': {
    start: ({ loss, outputs, layers }) => {
      near(loss, Math.log(5), 1e-12);
      [0.3, 0.2, 0.5].forEach((value, i) => near(outputs[0][i], value, 1e-12));
      [0.3, -0.8, 0.5].forEach((value, i) => near(layers[0].weights[i][0], value, 1e-12));
    },
    end: ({ loss }) => assert.ok(loss < 0.1),
  },
  'large-logits': {
    start: ({ loss, outputs }) => assert.deepEqual([loss, outputs], [2000, [[1, 0, 0]]]),
    end: ({ loss, accuracy }) => assert.ok(loss < 0.001 && accuracy === 1),
  },
  'collapsing-layers': {
    end: ({ loss, outputs }) => {
      assert.ok(loss > 0.12);
      for (const [output] of outputs) near(output, 0.5, 1e-3);
    },
  },
  'unscaled-inputs': { end: ({ accuracy }) => near(accuracy!, 43 / 60, 1e-12) },
  'deep-network': { end: rightAbove(0.95) },
  'custom-activation': { end: rightAbove(0.95) },
  'compare-your-gradients': { end: ({ loss }) => assert.ok(loss < 4e-4) },
  'compare-your-program': { end: ({ loss, accuracy }) => assert.ok(loss < 0.01 && accuracy === 1) },
  'custom-loss': { end: ({ loss }) => assert.ok(loss < 0.01) },
  iris: { end: rightAbove(0.95) },
  moons: { end: rightAbove(0.95) },
  spiral: { end: rightAbove(0.9) },
  digits: { end: rightAbove(0.95) },
  sine: { end: ({ validationLoss }) => near(validationLoss!, 0.01, 0.003) },
  'iris-petal-width': {
    end: ({ validationLoss, outcome, evaluation }) => {
      assert.equal(outcome.kind, 'stoppedEarly');
      assert.ok(validationLoss! < 0.05 && evaluation.validation.r2 > 0.9);
    },
  },
  'descent-too-small': { end: ({ loss }) => assert.ok(loss > 5 && loss < 26) },
  'descent-right': { end: ({ loss }) => assert.ok(loss < 1e-4) },
  'descent-too-large': { end: ({ loss }) => assert.ok(loss > 100_000) },
};

/** The codes of the problems and alarms that examples exist to show. */
const deliberate: Readonly<Record<string, { readonly lint?: string; readonly alarm: string } | undefined>> = {
  'collapsing-layers': { lint: 'collapsing-layers', alarm: 'constant-output' },
  'unscaled-inputs': { lint: 'unscaled-inputs', alarm: 'unscaled-inputs' },
  'large-logits': { alarm: 'initial-loss-high' },
};

const folder = 'examples';
const suffix = '.backprop.json';
const names = readdirSync(folder).flatMap((file) =>
  file.endsWith(suffix) ? [file.slice(0, -suffix.length)] : [],
);
const fileOf = (name: string) => `${folder}/${name}${suffix}`;
const textOf = (name: string) => readFileSync(fileOf(name), 'utf8');

describe('The examples', () => {
  it('each have a tested promise, and are in the list of examples', () => {
    assert.deepEqual(Object.keys(promises).sort(), names.sort());
    const list = readFileSync(`${folder}/README.md`, 'utf8');
    for (const name of names) assert.ok(list.includes(`](${name}${suffix})`), name);
  });

  for (const name of names) {
    it(`opens without a problem: ${name}`, async () => {
      const { status, events } = await backprop(['lint', fileOf(name), '--json']);
      const expected = [deliberate[name]?.lint].flatMap((code) => code ?? []);
      assert.deepEqual([status, events().map(({ code }) => code)], [0, expected]);
      const [first] = textOf(name).split('\n');
      assert.match(first, /^\/\/ [A-Z1-9].{20,110}[.?]$/);
      assert.match(textOf(name), /^\/\/ Do: /m);
      assert.match(textOf(name), /^\/\/ Expect: /m);
    });

    it(`keeps its promise, and raises no other alarm than it exists to show: ${name}`, async () => {
      const { start, end } = promises[name];
      start?.(await lastEvent<Start>('gradients', fileOf(name)));
      const { events } = await backprop(['train', fileOf(name), '--json', '--every', '100000']);
      const all = events<Done & { event: string; code: string }>();
      end(all[all.length - 1]);
      const alarms = all.flatMap(({ event, code }) => (event === 'alarm' ? [code] : []));
      assert.deepEqual(
        alarms,
        [deliberate[name]?.alarm].flatMap((code) => code ?? []),
      );
    });
  }

  const program = 'compare-your-program';
  for (const name of names.filter((each) => !each.startsWith('descent-') && each !== program)) {
    it(`have gradients that are right: ${name}`, async () => {
      const { failed } = await lastEvent<{ failed: number }>('check', fileOf(name));
      assert.equal(failed, 0);
    });
  }

  it('are right about what standardized inputs change', async () => {
    const text = textOf('unscaled-inputs').replace(
      '"inputNames"',
      '"normalize": "standardize", "inputNames"',
    );
    await withConfig(text, {}, async (file) => {
      const { events } = await backprop(['train', file, '--json', '--every', '100000']);
      const all = events<Done & { event: string }>();
      assert.ok(all.every(({ event }) => event !== 'alarm'));
      assert.equal(all[all.length - 1].accuracy, 1);
    });
  });

  it('name the mistake in the user’s own gradients', async () => {
    const mine = readFileSync(`${folder}/my-gradients.json`, 'utf8').replace('0.08216704', '-0.08216704');
    await withConfig(textOf('compare-your-gradients'), { 'my-gradients.json': mine }, async (file) => {
      const { status, events } = await backprop(['check', file, '--json']);
      const done = events<{ diagnoses?: { mistake: string }[] }>().at(-1)!;
      assert.deepEqual([status, done.diagnoses?.map(({ mistake }) => mistake)], [1, ['wrong-sign']]);
    });
  });

  it('mark the mistake in a program of the user, which is right once it is fixed', async function () {
    const python = pythonWith('numpy');
    if (!python) return this.skip();
    const code = readFileSync(`${folder}/${program}.py`, 'utf8');
    const config = textOf(program).replace('"python3"', JSON.stringify(python));
    const checked = (text: string) =>
      withConfig(config, { [`${program}.py`]: text }, async (file) => {
        const ran = await backprop(['check', file, '--json', '--allow-command']);
        return ran
          .events<{ compare: { wrong: number; compared: number }; diagnoses: { mistake: string }[] }>()
          .at(-1)!;
      });
    const wrong = await checked(code);
    assert.deepEqual([wrong.compare.wrong, wrong.compare.compared], [9, 13]);
    assert.deepEqual(
      wrong.diagnoses.map(({ mistake }) => mistake),
      ['activation-derivative-at-net'],
    );
    assert.equal((await checked(code.replace('z1**2', 'a1**2'))).compare.wrong, 0);
  });

  it('show that two layers without an activation do less than with tanh', async () => {
    const withTanh = textOf('collapsing-layers').replace(
      '"bias": [0.1, -0.1]',
      '"bias": [0.1, -0.1], "activation": "tanh"',
    );
    await withConfig(withTanh, {}, async (file) => {
      const { loss } = await lastEvent<Done>('train', file, '--every', '100000');
      assert.ok(loss < 0.01, String(loss));
    });
  });

  for (const [name, others] of [
    ['several-outputs-sigmoid', 'same'],
    ['several-outputs-softmax', 'changed'],
  ] as const) {
    // prettier-ignore
    it(`show whether a gradient depends on another output’s target: ${name}`, async () => {
      const before = await lastEvent<Start>('gradients', fileOf(name));
      await withConfig(textOf(name).replace('[[0, 1]]', '[[0, 0.5]]'), {}, async (file) => {
        const after = await lastEvent<Start>('gradients', file);
        const [first, second] = [0, 1].map((unit) =>
          isDeepStrictEqual(before.layers[0].weights[unit], after.layers[0].weights[unit]),
        );
        assert.deepEqual([first, second], [others === 'same', false]);
      });
    });
  }

  it('show overfitting where iris is trained on', async () => {
    const ran = await backprop(['train', fileOf('iris'), '--json', '--every', '100', '--epochs', '400']);
    const [, at100, ...later] = ran.events<Done>();
    const at400 = later[2];
    assert.ok(at400.loss < at100.loss && at400.validationLoss! > 2 * at100.validationLoss!);
  });

  it('show that a descent in small steps stays less than halfway', async () => {
    assert.ok((await lastEvent<Done>('train', fileOf('descent-too-small'))).x > 2);
  });
});

function rightAbove(fraction: number): (done: Done) => void {
  return ({ validationAccuracy }) => assert.ok(validationAccuracy! > fraction, String(validationAccuracy));
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected} ± ${tolerance}`);
}
