import assert from 'node:assert/strict';
import { illConfig, illnesses, type Ill } from './illConfigs.js';
import { observe, type Observed } from './observe.js';
import { Draws } from './randomConfigs.js';

/** The number of random configs of each kind; `ILL_CONFIGS=20` draws a longer series. */
const count = Number(process.env.ILL_CONFIGS ?? 1);
const seed = Number(process.env.PROPERTY_SEED ?? 1);

/** Returns whether a run trained as badly as it was meant to. */
function isPoor({ poorAbove }: Ill, { subject: { metrics, data, outcome } }: Observed): boolean {
  if (poorAbove === null || outcome?.kind === 'failed') return true;
  return metrics[metrics.length - 1].loss / (data.constantLoss ?? 1) > poorAbove;
}

describe('random configs that are ill', function () {
  this.timeout(3_600_000);

  it(`are named with a code that is true of them (${count} of each kind)`, async () => {
    const missed: string[] = [];
    let ill = 0;
    for (const [k, kind] of Object.keys(illnesses).entries())
      for (let i = 0; i < count; i++) {
        const made = illConfig(kind, new Draws(100 * (1000 * (seed - 1) + i) + k, 'ill'));
        const observed = await observe(made.config);
        if (!isPoor(made, observed)) continue;
        ill++;
        if (!observed.codes.some((code) => made.codes.includes(code)))
          missed.push(`${kind} ${i}: ${observed.codes.join(', ') || 'nothing'}`);
      }
    assert.ok(missed.length <= 0.05 * ill, `${missed.length} of ${ill}:\n${missed.join('\n')}`);
  });
});
