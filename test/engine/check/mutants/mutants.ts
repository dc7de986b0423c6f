import { columnSums, dot, map, minus, plus, scale, times, turn, zip, type M } from './matrices.js';
import { activate, functions, type Problem, type Scope, type Step } from './program.js';

/** A kind of edit: a step of the program with something else in its place; null where it does not fit the network. */
export interface Mutant {
  readonly name: string;
  readonly step: Step;
  readonly change: (scope: Scope) => M;
  /** Whether the layer has what the edit needs. */
  readonly fits?: (problem: Problem, l: number) => boolean;
}

const all = () => true;
const mutant = (step: Step, name: string, change: Mutant['change'], fits: Mutant['fits'] = all): Mutant => ({
  step, name: `${step}: ${name}`, change, fits,
}); // prettier-ignore

const units = (problem: Problem, l: number) => (l < 0 ? problem.X[0].length : problem.layers[l].b.length);
const isLast = (problem: Problem, l: number) => l === problem.layers.length - 1;
const isHidden = (problem: Problem, l: number) => !isLast(problem, l);
const isOf =
  (...names: string[]) =>
  (problem: Problem, l: number) => {
    const isFused = isLast(problem, l) && problem.loss.endsWith('ntropy');
    return names.includes(problem.layers[l].activation) && !isFused;
  };
const hasSlope = (problem: Problem, l: number) =>
  isOf('sigmoid', 'tanh', 'relu', 'leakyRelu', 'elu', 'softplus', 'softsign')(problem, l);

/** Operators on one matrix, tried at every step. */
const operators: Record<string, (m: M, scope: Scope) => M> = {
  negated: (m) => scale(m, -1),
  doubled: (m) => scale(m, 2),
  halved: (m) => scale(m, 0.5),
  absolute: (m) => map(m, Math.abs),
  squared: (m) => map(m, (x) => x * x),
  cubed: (m) => map(m, (x) => x ** 3),
  'sign only': (m) => map(m, Math.sign),
  'one minus': (m) => map(m, (x) => 1 - x),
  clipped: (m) => map(m, (x) => Math.max(-0.1, Math.min(0.1, x))),
  'over N': (m, { N }) => scale(m, 1 / N),
  'times N': (m, { N }) => scale(m, N),
  'times η': (m, { problem }) => scale(m, problem.rate),
  'times K': (m, { K }) => scale(m, K),
  'positive part': (m) => map(m, (x) => Math.max(0, x)),
  rounded: (m) => map(m, (x) => Math.round(x)),
};
const anywhere: Step[] = ['difference', 'slope', 'delta', 'passedDelta', 'passedWeights', 'error', 'weightDelta', 'weightInput', 'dW', 'biasDelta', 'db', 'penalty']; // prettier-ignore

function fitsStep(step: Step): Mutant['fits'] {
  if (step === 'difference' || step === 'outputError') return isLast;
  if (step === 'passedDelta' || step === 'passedWeights' || step === 'error') return isHidden;
  if (step === 'slope') return hasSlope;
  if (step === 'penalty') return ({ l1, l2 }) => l1 !== 0 || l2 !== 0;
  return all;
}

const general = anywhere.flatMap((step) =>
  Object.entries(operators).map(([name, change]) =>
    mutant(step, name, (scope) => change(scope.right, scope), fitsStep(step)),
  ),
);

/** The slope with other formulas. */
const slope = (name: string, names: readonly string[], d: (x: number, y: number) => number): Mutant =>
  mutant('slope', name, ({ nets, outs, l }) => zip(nets[l], outs[l + 1], d), isOf(...names));
const smooth = ['sigmoid', 'tanh', 'elu', 'softplus', 'softsign'];
const slopes: Mutant[] = [
  mutant('slope', 'left out', ({ right }) => map(right, () => 1), hasSlope),
  slope('the output', [...smooth, 'relu', 'leakyRelu'], (_, y) => y),
  slope('the net input', [...smooth, 'relu', 'leakyRelu'], (x) => x),
  slope('y − 1', ['sigmoid'], (_, y) => y - 1),
  slope('1 − y', ['sigmoid'], (_, y) => 1 - y),
  slope('y(1 + y)', ['sigmoid'], (_, y) => y * (1 + y)),
  slope('y + (1 − y)²', ['sigmoid'], (_, y) => y + (1 - y) ** 2),
  slope('y²(1 − y)', ['sigmoid'], (_, y) => y * y * (1 - y)),
  slope('y(1 − y)²', ['sigmoid'], (_, y) => y * (1 - y) ** 2),
  slope('y(1 − y²)', ['sigmoid'], (_, y) => y * (1 - y * y)),
  slope('z(1 − z)', ['sigmoid'], (x) => x * (1 - x)),
  slope('z(1 − y)', ['sigmoid'], (x, y) => x * (1 - y)),
  slope('y(1 − z)', ['sigmoid'], (x, y) => y * (1 - x)),
  slope('y − y³', ['sigmoid'], (_, y) => y - y ** 3),
  slope('1 + y²', ['tanh'], (_, y) => 1 + y * y),
  slope('1 − y', ['tanh'], (_, y) => 1 - y),
  slope('1 − |y|', ['tanh'], (_, y) => 1 - Math.abs(y)),
  slope('1 − y³', ['tanh'], (_, y) => 1 - y ** 3),
  slope('1 − z²', ['tanh'], (x) => 1 - x * x),
  slope('y²', ['tanh'], (_, y) => y * y),
  slope('1 − 2y', ['tanh'], (_, y) => 1 - 2 * y),
  slope('−y²', ['tanh'], (_, y) => -y * y),
  slope('(1 − y)²', ['tanh'], (_, y) => (1 - y) ** 2),
  slope('y(1 − y)', ['tanh'], (_, y) => y * (1 - y)),
  slope('1 − y²', ['sigmoid'], (_, y) => 1 - y * y),
  slope('mask inverted', ['relu'], (x) => (x > 0 ? 0 : 1)),
  slope('slopes swapped', ['leakyRelu'], (x) => (x > 0 ? 0.01 : 1)),
  slope('slope 0', ['leakyRelu'], (x) => (x > 0 ? 1 : 0)),
  slope('slope 0.1', ['leakyRelu'], (x) => (x > 0 ? 1 : 0.1)),
  slope('slope −0.01', ['leakyRelu'], (x) => (x > 0 ? 1 : -0.01)),
  slope('y for y + 1', ['elu'], (x, y) => (x > 0 ? 1 : y)),
  slope('exp(y)', ['elu'], (x, y) => (x > 0 ? 1 : Math.exp(y))),
  slope('exp(z) everywhere', ['elu'], (x) => Math.exp(x)),
  slope('1 − sigmoid', ['softplus'], (x) => 1 - functions.sigmoid.f(x)),
  slope('exp(−y)', ['softplus'], (_, y) => Math.exp(-y)),
  slope('1/(1 + |z|)', ['softsign'], (x) => 1 / (1 + Math.abs(x))),
  mutant('slope', 'mask from the error', ({ e }) => map(e, (x) => (x > 0 ? 1 : 0)), isOf('relu')),
  mutant('slope', 'of sigmoid', ({ slopeOf, nets, l }) => slopeOf('sigmoid', nets[l], activate('sigmoid', nets[l])), isOf('tanh', 'relu', 'elu')), // prettier-ignore
  mutant('slope', 'of the output', ({ slopeOf, problem, outs, l }) => slopeOf(problem.layers[l].activation, outs[l + 1], activate(problem.layers[l].activation, outs[l + 1])), isOf('sigmoid', 'tanh')), // prettier-ignore
  mutant('slope', 'of the layer before', ({ slopeOf, problem, nets, outs, l }) => slopeOf(problem.layers[l - 1].activation, nets[l - 1], outs[l]), (problem, l) => l > 0 && hasSlope(problem, l) && hasSlope(problem, l - 1) && units(problem, l) === units(problem, l - 1)), // prettier-ignore
];

const square = (problem: Problem, l: number) =>
  isHidden(problem, l) && units(problem, l) === units(problem, l + 1);
const batch = (problem: Problem) => problem.X.length > 1;
const others: Mutant[] = [
  mutant('delta', 'e + f′', ({ e, slopeOf, problem, nets, outs, l }) => plus(e, slopeOf(problem.layers[l].activation, nets[l], outs[l + 1])), hasSlope), // prettier-ignore
  mutant('delta', 'e − f′', ({ e, slopeOf, problem, nets, outs, l }) => minus(e, slopeOf(problem.layers[l].activation, nets[l], outs[l + 1])), hasSlope), // prettier-ignore
  mutant('delta', 'f′ twice', ({ right, slopeOf, problem, nets, outs, l }) => times(right, slopeOf(problem.layers[l].activation, nets[l], outs[l + 1])), hasSlope), // prettier-ignore
  mutant('delta', 'times the output', ({ right, outs, l }) => times(right, outs[l + 1])),
  mutant('difference', 't for y − t', ({ T }) => T, isLast),
  mutant('difference', 'y for y − t', ({ outs, l }) => outs[l + 1], isLast),
  mutant('difference', 'y + t', ({ T, outs, l }) => plus(outs[l + 1], T), isLast),
  mutant('difference', 'y · t', ({ T, outs, l }) => times(outs[l + 1], T), isLast),
  mutant('difference', 'z − t', ({ T, nets, l }) => minus(nets[l], T), (p, l) => isLast(p, l) && p.layers[l].activation !== 'identity'), // prettier-ignore
  mutant('difference', 'y − (1 − t)', ({ T, outs, l }) => zip(outs[l + 1], T, (y, t) => y - (1 - t)), isLast),
  mutant('difference', '(1 − y) − t', ({ T, outs, l }) => zip(outs[l + 1], T, (y, t) => 1 - y - t), isLast),
  mutant('difference', 'y² − t', ({ T, outs, l }) => zip(outs[l + 1], T, (y, t) => y * y - t), isLast),
  mutant(
    'difference',
    'rounded output',
    ({ T, outs, l }) => zip(outs[l + 1], T, (y, t) => Math.round(y) - t),
    isLast,
  ),
  mutant(
    'outputError',
    'no mean',
    ({ right, N }) => scale(right, N),
    (p, l) => isLast(p, l) && batch(p),
  ),
  mutant(
    'outputError',
    'over N twice',
    ({ right, N }) => scale(right, 1 / N),
    (p, l) => isLast(p, l) && batch(p),
  ),
  mutant(
    'outputError',
    'over N − 1',
    ({ right, N }) => scale(right, N / (N - 1)),
    (p, l) => isLast(p, l) && batch(p),
  ),
  mutant('outputError', 'over K for N', ({ right, N, K }) => scale(right, N / K), isLast),
  mutant('passedWeights', 'transposed', ({ right }) => turn(right), square),
  mutant('passedWeights', '∂W', ({ gradients, l }) => gradients[l + 1], isHidden),
  mutant('passedWeights', 'updated', ({ right, gradients, l, problem }) => minus(right, scale(gradients[l + 1], problem.rate)), (p, l) => isHidden(p, l) && p.l1 === 0 && p.l2 === 0), // prettier-ignore
  mutant('passedWeights', 'ones', ({ right }) => map(right, () => 1), isHidden),
  mutant('passedDelta', 'before f′', ({ T, outs, l, N }) => scale(minus(outs[l + 2], T), 1 / N), (p, l) => l === p.layers.length - 2 && hasSlope(p, l + 1) && p.loss === 'halfSquaredError'), // prettier-ignore
  mutant('weightInput', 'net input of the layer before', ({ nets, l }) => nets[l - 1], (p, l) => l > 0 && hasSlope(p, l - 1)), // prettier-ignore
  mutant(
    'weightInput',
    'own output',
    ({ outs, l }) => outs[l + 1],
    (p, l) => units(p, l) === units(p, l - 1),
  ),
  mutant(
    'weightInput',
    'the network’s inputs',
    ({ X }) => X,
    (p, l) => l > 0 && units(p, l - 1) === units(p, -1),
  ),
  mutant('weightInput', 'ones', ({ right }) => map(right, () => 1)),
  mutant('weightInput', 'centered', ({ right, N }) => { const sums = columnSums(right); return map(right, (x, _, j) => x - sums[j] / N); }, batch), // prettier-ignore
  mutant('weightDelta', 'error before f′', ({ e }) => e, hasSlope),
  mutant('weightDelta', 'of the next layer', ({ deltas, l }) => deltas[l + 1], square),
  mutant('biasDelta', 'error before f′', ({ e }) => e, hasSlope),
  mutant(
    'dW',
    'transposed',
    ({ right }) => turn(right),
    (p, l) => units(p, l) === units(p, l - 1) && units(p, l) > 1,
  ),
  mutant('dW', 'first sample only', ({ deltas, outs, l }) => dot(turn([deltas[l][0]]), [outs[l][0]]), batch),
  mutant('dW', 'without the last sample', ({ deltas, outs, l, N }) => dot(turn(deltas[l].slice(0, N - 1)), outs[l].slice(0, N - 1)), batch), // prettier-ignore
  mutant('dW', 'without the first sample', ({ deltas, outs, l }) => dot(turn(deltas[l].slice(1)), outs[l].slice(1)), batch), // prettier-ignore
  mutant('db', 'zero', ({ right }) => map(right, () => 0)),
  mutant('db', 'mean', ({ right, N }) => scale(right, 1 / N), batch),
  mutant('db', 'maximum', ({ deltas, l }) => [turn(deltas[l]).map((column) => Math.max(...column))], batch),
  mutant('db', 'minimum', ({ deltas, l }) => [turn(deltas[l]).map((column) => Math.min(...column))], batch),
  mutant('db', 'sum of |δ|', ({ deltas, l }) => [columnSums(map(deltas[l], Math.abs))], batch),
  mutant('db', 'first sample', ({ deltas, l }) => [deltas[l][0]], batch),
  mutant('db', 'last sample', ({ deltas, l, N }) => [deltas[l][N - 1]], batch),
  mutant(
    'db',
    'without the last sample',
    ({ deltas, l, N }) => [columnSums(deltas[l].slice(0, N - 1))],
    batch,
  ),
  mutant('db', 'without the first sample', ({ deltas, l }) => [columnSums(deltas[l].slice(1))], batch),
  mutant(
    'penalty',
    'left out',
    ({ right }) => map(right, () => 0),
    (p) => p.l1 + p.l2 > 0,
  ),
  mutant('penalty', 'L1 for L2', ({ problem, l }) => map(problem.layers[l].W, (w) => problem.l2 * Math.sign(w)), (p) => p.l1 === 0 && p.l2 > 0), // prettier-ignore
  mutant('penalty', 'L2 for L1', ({ problem, l }) => map(problem.layers[l].W, (w) => problem.l1 * w), (p) => p.l1 > 0 && p.l2 === 0), // prettier-ignore
  mutant('penalty', 'w²', ({ problem, l }) => map(problem.layers[l].W, (w) => problem.l2 * w * w), (p) => p.l1 === 0 && p.l2 > 0), // prettier-ignore
];

const net = (name: string, b: (bias: number) => number): Mutant =>
  mutant('net', name, ({ problem, outs, l }) => map(dot(outs[l], turn(problem.layers[l].W)), (x, _, j) => x + b(problem.layers[l].b[j]))); // prettier-ignore
const reversed = (m: M) => [...m].reverse();
const forward: Mutant[] = [
  net('bias left out', () => 0),
  net('bias subtracted', (b) => -b),
  net('bias twice', (b) => 2 * b),
  mutant('out', 'activation left out', ({ nets, l }) => nets[l], (p, l) => isLast(p, l) && p.layers[l].activation !== 'identity'), // prettier-ignore
  mutant(
    'out',
    'hidden activation left out',
    ({ nets, l }) => nets[l],
    (p, l) => isHidden(p, l) && hasSlope(p, l),
  ),
  mutant('inputs', 'standardized', ({ X, N }) => { const mean = columnSums(X).map((sum) => sum / N); const off = map(X, (x, _, j) => x - mean[j]); const spread = columnSums(times(off, off)).map((sum) => Math.sqrt(sum / N)); return map(off, (x, _, j) => x / spread[j]); }, (p, l) => l === 0 && p.X.length > 2), // prettier-ignore
  mutant('inputs', 'centered', ({ X, N }) => { const mean = columnSums(X).map((sum) => sum / N); return map(X, (x, _, j) => x - mean[j]); }, (p, l) => l === 0 && p.X.length > 1), // prettier-ignore
  mutant(
    'inputs',
    'reversed',
    ({ X }) => reversed(X),
    (p, l) => l === 0 && batch(p),
  ),
  mutant('targets', 'inverted', ({ T }) => map(T, (t) => 1 - t), isLast),
  mutant('targets', 'negated', ({ T }) => scale(T, -1), isLast),
  mutant(
    'targets',
    'shifted by one sample',
    ({ T }) => [...T.slice(1), T[0]],
    (p, l) => isLast(p, l) && batch(p),
  ),
];

export const mutants: readonly Mutant[] = [...general, ...slopes, ...others, ...forward];
