import assert from 'node:assert/strict';
import { compareGradients } from '../../../../src/engine/check/compareGradients.js';
import { drain } from '../../../../src/engine/pacing.js';
import { between, oneOf, randomGenerator } from '../networks.js';
import { attempt, drawNumbers, drawShape, given, layersFor, type Drawn } from './experiment.js';
import { mutants } from './mutants.js';
import { run } from './program.js';

/** Every how many of the mutants are tried here; all of them by `npm run mutants`. */
const every = 3;

describe('the search for an edit', () => {
  it('finds and explains nearly all mutants of a plain program', () => {
    let [tried, explained] = [0, 0];
    const missed: string[] = [];
    for (const [m, mutant] of mutants.entries()) {
      if (m % every !== 0) continue;
      for (let seed = 1; seed < 40; seed++) {
        const drawn = drawNumbers(drawShape(1000 * seed + m), seed);
        const layers = layersFor(drawn, mutant, randomGenerator(seed));
        const outcome = layers.length > 0 ? attempt(drawn, mutant, layers) : null;
        if (!outcome) continue;
        tried++;
        assert.ok(outcome.found, `${mutant.name}, seed ${seed}`);
        if (outcome.explained) explained++;
        else missed.push(mutant.name);
        break;
      }
    }
    assert.ok(tried > 60, `only ${tried}`);
    assert.ok(explained >= 0.95 * tried, `${explained} of ${tried}: ${missed.join(', ')}`);
  });

  const ways: Record<string, (drawn: Drawn, random: () => number) => ReturnType<typeof given>> = {
    'with all digits': ({ problem }) => given(run(problem)),
    'in float32': ({ problem }) => given(run(problem), Math.fround),
    'rounded to decimals': ({ problem }, random) => {
      const decimals = between(random, 2, 8);
      return given(run(problem), (x) => Number(x.toFixed(decimals)), 0.5 * 10 ** -decimals);
    },
  };
  it('never explains right numbers', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = randomGenerator(seed);
      const drawn = drawNumbers(drawShape(seed), seed);
      const [name, way] = oneOf(random, Object.entries(ways));
      const { wrong, diagnoses } = drain(compareGradients(drawn.network, drawn.samples, way(drawn, random), drawn.spec)); // prettier-ignore
      assert.deepEqual([wrong, diagnoses], [0, []], `seed ${seed}, ${name}`);
    }
  });
});
