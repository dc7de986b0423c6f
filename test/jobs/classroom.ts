import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packNpy, packNpz } from '../../src/models/npz.js';
import { drawNumbers } from '../engine/check/mutants/experiment.js';
import { mutants } from '../engine/check/mutants/mutants.js';
import { run, type Mutation, type PlainGradient } from '../engine/check/mutants/program.js';

/** A homework: a network with 4 inputs, 5 hidden units and 3 classes, and 8 samples. */
const homework = drawNumbers(
  {
    inputs: 4,
    layers: [{ units: 5, activation: 'sigmoid' }, { units: 3, activation: 'softmax' }],
    loss: 'crossEntropy',
    rows: 8,
    l1: 0,
    l2: 0,
  },
  11,
); // prettier-ignore

/** The config of the homework. */
export const homeworkConfig = {
  layers: homework.problem.layers.map(({ activation, W, b }) => ({ weights: W, bias: b, activation })),
  loss: 'crossEntropy',
  data: { inputs: homework.problem.X, targets: homework.problem.T },
  training: { optimizer: { type: 'sgd', learningRate: 0.3 } },
};

/** Returns the gradients that a plain program computes, with the mistakes of these names. */
export function homeworkGradients(...names: string[]): PlainGradient[] {
  const mutations = names.map((name): Mutation => {
    const mutant = mutants.find((each) => each.name === name);
    if (!mutant) throw new Error(`there is no mutant "${name}"`);
    const layers = [...homework.problem.layers.keys()].filter(
      (l) => mutant.fits?.(homework.problem, l) ?? true,
    );
    return { step: mutant.step, layers, change: mutant.change };
  });
  return run(homework.problem, mutations);
}

type Write = (gradients: PlainGradient[]) => string | Uint8Array;

const named =
  (weights: (n: number) => string, bias: (n: number) => string, round = (x: number) => x): Write =>
  (gradients) =>
    JSON.stringify(
      Object.fromEntries(
        gradients.flatMap((each, i) => [
          [weights(i + 1), each.weights.map((row) => row.map(round))],
          [bias(i + 1), each.bias.map(round)],
        ]),
      ),
      null,
      1,
    );
const plain = named((n) => `dW${n}`, (n) => `db${n}`); // prettier-ignore
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
const archive =
  (ArrayType: Float64ArrayConstructor | Float32ArrayConstructor): Write =>
  (gradients) =>
    packNpz(
      gradients.flatMap(({ weights, bias }, i) => [
        { name: `dW${i + 1}`, shape: [weights.length, weights[0].length], values: ArrayType.from(weights.flat()) }, // prettier-ignore
        { name: `db${i + 1}`, shape: [bias.length], values: ArrayType.from(bias) },
      ]),
    );

/** The ways in which people write the same numbers, by the ending of the file. */
const ways: readonly (readonly [ending: string, write: Write])[] = [
  ['.json', plain],
  ['.json', (gradients) => JSON.stringify({ layers: gradients })],
  ['.json', named((n) => `dW_${n}`, (n) => `db_${n}`)],
  ['.json', (gradients) => `\uFEFF${plain(gradients) as string}`],
  ['.json', (gradients) => (plain(gradients) as string).replaceAll('\n', '\r\n')],
  ['.json', named((n) => `layer${n}.weights`, (n) => `layer${n}.bias`, (x) => Number(x.toFixed(6)))],
  ['.txt', plain],
  ['.txt', (gradients) => utf16(plain(gradients) as string)],
  ['.npz', archive(Float64Array)],
  ['.npz', archive(Float32Array)],
]; // prettier-ignore

/** An answer of the class: what was written, and what its row must say. */
export interface ClassAnswer {
  readonly file: string;
  readonly content: string | Uint8Array;
  readonly verdict: 'right' | 'wrong' | 'unreadable';
  /** The code of the mistake; null where there is none. */
  readonly mistake: string | null;
}

const wrong: readonly (readonly [count: number, mutant: string, code: string])[] = [
  [6, 'slope: left out', 'missing-activation-derivative'],
  [4, 'outputError: no mean', 'missing-batch-mean'],
  [3, 'delta: negated', 'wrong-sign'],
  [2, 'slope: y(1 + y)', 'edit'],
];

/** The 30 answers of a class in many formats: 12 right, 15 wrong, 3 unreadable. */
export const classAnswers: readonly ClassAnswer[] = [
  ...answersOf(12, homeworkGradients(), 'right', null),
  ...wrong.flatMap(([count, mutant, code]) => answersOf(count, homeworkGradients(mutant), 'wrong', code)),
  { file: 'matlab.mat', content: 'MATLAB 5.0 MAT-file', verdict: 'unreadable' as const, mistake: null },
  { file: 'printed.txt', content: 'dW1 =\n[[0.1 0.2]\n [0.3 0.4]]', verdict: 'unreadable' as const, mistake: null },
  { file: 'cut.npz', content: archive(Float64Array)(homeworkGradients()).slice(0, 100), verdict: 'unreadable' as const, mistake: null },
]; // prettier-ignore

function answersOf(
  count: number,
  gradients: PlainGradient[],
  verdict: ClassAnswer['verdict'],
  mistake: string | null,
): ClassAnswer[] {
  return Array.from({ length: count }, (_, i) => {
    const [ending, write] = ways[i % ways.length];
    return { file: `${mistake ?? 'right'}-${i + 1}${ending}`, content: write(gradients), verdict, mistake };
  });
}

/** The gradient of the first weights alone, as `np.save` writes it. */
export const firstWeights = (): Uint8Array => {
  const [{ weights }] = homeworkGradients();
  return packNpy({ name: '', shape: [weights.length, weights[0].length], values: Float64Array.from(weights.flat()) }); // prettier-ignore
};

/** Writes the config of the homework and the answers of the class in a folder below. Returns the config's path. */
export async function writeClass(folder: string): Promise<string> {
  const config = path.join(folder, 'homework.backprop.json');
  await writeFile(config, JSON.stringify(homeworkConfig));
  await mkdir(path.join(folder, 'answers'));
  for (const { file, content } of classAnswers) await writeFile(path.join(folder, 'answers', file), content);
  return config;
}
