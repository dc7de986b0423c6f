import * as l10n from '@vscode/l10n';
import type { RunSettings } from '../../src/protocol.js';

export type SettingName = keyof RunSettings;

export const settingNames: readonly SettingName[] = ['learningRate', 'epochs', 'batchSize', 'seed'];

export function settingLabel(name: SettingName): string {
  switch (name) {
    case 'learningRate':
      return l10n.t('Learning rate');
    case 'epochs':
      return l10n.t('Epochs');
    case 'batchSize':
      return l10n.t('Batch size');
    case 'seed':
      return l10n.t('Seed');
  }
}

/** Returns a setting's value as a reader sees it; null is the batch size that takes all the training data. */
export const settingText = (value: number | null): string => (value === null ? l10n.t('all') : String(value));

export type Texts = Readonly<Record<SettingName, string>>;

export interface Reading {
  /** The settings; null if any field is invalid. */
  readonly settings: RunSettings | null;
  readonly complaints: Readonly<Partial<Record<SettingName, string>>>;
}

export function textsOf({ learningRate, epochs, batchSize, seed }: RunSettings): Texts {
  return {
    learningRate: String(learningRate),
    epochs: String(epochs),
    batchSize: batchSize === null ? '' : String(batchSize),
    seed: String(seed),
  };
}

/** Parses the fields into settings or error messages. An empty batch size means all the training data. */
export function readSettings(texts: Texts): Reading {
  const learningRate = numberIn(texts.learningRate);
  const epochs = numberIn(texts.epochs);
  const batchSize = texts.batchSize.trim() === '' ? null : numberIn(texts.batchSize);
  const seed = numberIn(texts.seed);
  const whole = (value: number, least: number): boolean => Number.isSafeInteger(value) && value >= least;
  const complaints = {
    ...(!(Number.isFinite(learningRate) && learningRate > 0) && {
      learningRate: l10n.t('Enter a number above 0, such as 0.1.'),
    }),
    ...(!whole(epochs, 1) && { epochs: l10n.t('Enter a whole number of at least 1.') }),
    ...(!(batchSize === null || whole(batchSize, 1)) && {
      batchSize: l10n.t(
        'Enter a whole number of at least 1, or leave the field empty to use all training data.',
      ),
    }),
    ...(!whole(seed, 0) && { seed: l10n.t('Enter a whole number of at least 0.') }),
  };
  const right = Object.keys(complaints).length === 0;
  return { settings: right ? { learningRate, epochs, batchSize, seed } : null, complaints };
}

/** Parses a number. An empty text is NaN, which Number() would read as 0. */
function numberIn(text: string): number {
  return text.trim() === '' ? NaN : Number(text);
}

export function sameSettings(a: RunSettings, b: RunSettings): boolean {
  return (
    a.learningRate === b.learningRate &&
    a.epochs === b.epochs &&
    a.batchSize === b.batchSize &&
    a.seed === b.seed
  );
}
