import assert from 'node:assert/strict';
import { backprop, withConfig } from '../cli/support.js';

interface Found {
  readonly findings: readonly { code: string; message: string; path: readonly unknown[] }[];
}

const data = { inputs: [[1], [2]], targets: [[1], [0]] };
const wrong = { swish: { f: 'x / (1 + exp(-x))', df: '1 / (1 + exp(-x))' } };

/** Returns the findings of a gradient check. */
async function findingsOf(config: object): Promise<Found['findings']> {
  const text = JSON.stringify({ loss: 'meanSquaredError', data, ...config });
  return withConfig(
    text,
    {},
    async (file) => (await backprop(['check', file, '--json'])).events<Found>().at(-1)!.findings,
  );
}

describe('What a check of the gradients finds', () => {
  it('counts the wrong parameters of a tensor where there is more than one', async () => {
    const messagesFor = async (units: number): Promise<string[]> =>
      (await findingsOf({ functions: wrong, layers: [{ units, activation: 'swish' }, { units: 1 }] }))
        .filter(({ code }) => code === 'gradient-wrong')
        .map(({ message }) => message);
    const [one, three] = [await messagesFor(1), await messagesFor(3)];
    assert.deepEqual([one.length, three.length], [2, 2]);
    for (const message of one) assert.doesNotMatch(message, /in all/);
    for (const message of three) assert.match(message, /\(3 in all\)$/);
  });

  it('points at each excluded unit', async () => {
    const exclude = [{ layer: 1, unit: 0 }, { layer: 1, unit: 1 }]; // prettier-ignore
    const layers = [{ units: 2, activation: 'relu' }, { units: 1 }];
    const found = await findingsOf({ layers, gradientCheck: { exclude } });
    assert.deepEqual(
      found.filter(({ code }) => code === 'unit-excluded').map(({ path }) => path),
      [
        ['gradientCheck', 'exclude', 0],
        ['gradientCheck', 'exclude', 1],
      ],
    );
  });
});
