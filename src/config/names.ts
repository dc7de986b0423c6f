import * as l10n from '@vscode/l10n';
import { shorten } from './characters.js';
import { nameFix } from './fix.js';
import { nearest } from './nearest.js';
import type { Report } from './report.js';
import type { Span } from './span.js';
import { asString, type Value } from './tree.js';

/** Names used by Keras, PyTorch, scikit-learn and textbooks, in lower case without punctuation. */
const synonyms: Readonly<Record<string, string>> = {
  linear: 'identity',
  none: 'identity',
  heaviside: 'step',
  logistic: 'sigmoid',
  swish: 'silu',
  lrelu: 'leakyRelu',
  mse: 'meanSquaredError',
  l2loss: 'meanSquaredError',
  mae: 'meanAbsoluteError',
  l1loss: 'meanAbsoluteError',
  smoothl1: 'huber',
  ce: 'crossEntropy',
  nll: 'crossEntropy',
  categoricalcrossentropy: 'crossEntropy',
  bce: 'binaryCrossEntropy',
  glorotuniform: 'xavierUniform',
  glorotnormal: 'xavierNormal',
  kaiminguniform: 'heUniform',
  kaimingnormal: 'heNormal',
  gradientdescent: 'sgd',
  rosenblatt: 'perceptron',
  zscore: 'standardize',
  neurons: 'units',
  nodes: 'units',
  size: 'units',
  biases: 'bias',
  lr: 'learningRate',
  eps: 'epsilon',
  batch: 'batchSize',
  wd: 'weightDecay',
  steps: 'epochs',
  iterations: 'epochs',
  x: 'inputs',
  y: 'targets',
  labels: 'targets',
  csv: 'file',
  path: 'file',
  columns: 'features',
  lambda: 'l2',
  ln: 'log',
  arcsin: 'asin',
  arccos: 'acos',
  arctan: 'atan',
  power: 'pow',
  sgn: 'sign',
  scheduler: 'schedule',
  gradientclipping: 'clipGradientNorm',
};

/** Returns the candidate that was probably meant: a synonym, else the most similar name. */
export function suggestionFor(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase().replace(/[^a-z0-9]/g, '');
  const synonym = synonyms[wanted];
  if (Object.hasOwn(synonyms, wanted) && candidates.includes(synonym)) return synonym;
  return nearest(word, candidates);
}

/** Reports an unknown name, with a fix for the one that was probably meant. */
export function reportUnknown(
  report: Report,
  code: string,
  at: Span,
  message: string,
  word: string,
  candidates: readonly string[],
): void {
  const suggestion = suggestionFor(word, candidates);
  if (suggestion === undefined) {
    const shown = candidates.slice(0, 20).join(', ');
    report.error(code, at, shown ? l10n.t('{0} Choose one of {1}.', message, shown) : message);
    return;
  }
  report.error(code, at, l10n.t('{0} Did you mean "{1}"?', message, suggestion), nameFix(at, suggestion));
}

/** Reads one of the names. Returns undefined where it is unknown or not a string, which the schema reports. */
export function readName<Name extends string>(
  report: Report,
  value: Value,
  names: readonly Name[],
  code: string,
  message: (word: string) => string,
): Name | undefined {
  const word = asString(value);
  if (!value || word === undefined) return undefined;
  const name = names.find((each) => each === word);
  if (name === undefined) reportUnknown(report, code, value, message(shorten(word)), word, names);
  return name;
}
