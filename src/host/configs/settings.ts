import type { Spec } from '../../config/spec.js';
import type { RunSettings } from '../../protocol.js';

export function settingsOf({ training }: Spec): RunSettings {
  const { optimizer, epochs, batchSize, seed } = training;
  return { learningRate: optimizer.learningRate, epochs, batchSize, seed };
}

/** Returns those of `settings` that differ from the file's. */
export function overridesOf(settings: RunSettings, file: RunSettings): Partial<RunSettings> {
  const keys = Object.keys(file) as (keyof RunSettings)[];
  return Object.fromEntries(
    keys.filter((key) => settings[key] !== file[key]).map((key) => [key, settings[key]]),
  );
}

const positiveInteger = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

/** Returns whether settings are valid. They come from a page, so each one is validated. */
export function areValidSettings({ learningRate, epochs, batchSize, seed }: RunSettings): boolean {
  return (
    Number.isFinite(learningRate) &&
    learningRate > 0 &&
    positiveInteger(epochs) &&
    (batchSize === null || positiveInteger(batchSize)) &&
    Number.isSafeInteger(seed) &&
    seed >= 0
  );
}
