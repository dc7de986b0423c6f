import assert from 'node:assert/strict';
import { observe, type Observed } from './observe.js';
import { Draws, usualConfig } from './randomConfigs.js';

/** The number of random configs; `HEALTH_CONFIGS=600` draws a longer series. */
const count = Number(process.env.HEALTH_CONFIGS ?? 40);
const seed = Number(process.env.PROPERTY_SEED ?? 1);

/**
 * Returns whether a run trained well: it learned most of what a constant output does not know, or as much as the nearest
 * neighbors tell, and the validation loss did not rise much.
 */
function isSound({ subject: { metrics, data, outcome } }: Observed): boolean {
  const last = metrics[metrics.length - 1];
  const losses = metrics.flatMap(({ validationLoss }) => validationLoss ?? []);
  const rise = losses.length > 0 ? losses[losses.length - 1] / Math.min(...losses) : 1;
  const left = last.loss / (data.constantLoss ?? 1);
  const noise = data.task === 'regression' ? Math.min(0.6, data.neighborError ?? 0) : 0;
  const isRestored = outcome?.kind === 'stoppedEarly' && outcome.restored;
  return outcome?.kind !== 'failed' && left < Math.max(0.35, noise + 0.1) && (isRestored || rise < 1.5);
}

describe('random configs that train well', function () {
  this.timeout(3_600_000);

  it(`raise no alarm (${count})`, async () => {
    const alarmed: string[] = [];
    let sound = 0;
    for (let i = 0; i < count; i++) {
      const { kind, config } = usualConfig(new Draws(10_000 * (seed - 1) + i));
      const observed = await observe(config);
      if (!isSound(observed)) continue;
      sound++;
      if (observed.codes.length > 0) alarmed.push(`${i} ${kind}: ${observed.codes.join(', ')}`);
    }
    assert.deepEqual(alarmed, []);
    assert.ok(sound > 0.6 * count, `only ${sound} of ${count} train well`);
  });
});
