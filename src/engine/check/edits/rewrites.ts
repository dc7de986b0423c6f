import {
  call,
  constant,
  difference,
  dimensionsOf,
  negate,
  outer,
  power,
  product,
  quotient,
  rows,
  samplesDimension,
  single,
  sum,
  through,
  units,
  type Constant,
  type Dimensions,
  type Expression,
  type Operation,
  type Quantity,
  type Reduction,
} from './expression.js';

/** Something that a person may have written in place of a part of a formula. */
export interface Rewrite {
  readonly to: Expression;
  /** How unlikely it is. */
  readonly cost: number;
}

/** What a rewrite may use. */
export interface Vocabulary {
  /** The number of samples, N, of outputs, K, and the learning rate, η. */
  readonly samples: number;
  readonly outputs: number;
  readonly learningRate: number;
  /** The factors of the penalty. */
  readonly penalties: { readonly l1: number; readonly l2: number };
  /** Returns the quantities of the given dimensions, those of the layer itself first. */
  readonly quantities: (dimensions: Dimensions) => readonly Expression[];
}

/** Returns everything that is tried in place of one part of a formula. */
export function rewritesOf(part: Expression, vocabulary: Vocabulary): Rewrite[] {
  if (part.kind === 'constant') return constants(part, vocabulary);
  return [
    ...(part.kind === 'quantity' ? otherQuantities(part, vocabulary) : operations(part, vocabulary)),
    ...wrapped(part, vocabulary),
  ];
}

function constants({ value, symbol }: Constant, { samples, outputs, penalties }: Vocabulary): Rewrite[] {
  const other = symbol === 'l1' ? 'l2' : symbol === 'l2' ? 'l1' : null;
  if (other && penalties[other] !== 0 && penalties[other] !== value)
    return [{ to: constant(penalties[other], other), cost: 1.15 }];
  const numbers = (values: readonly number[], cost: number) =>
    values.map((each) => ({ to: constant(each), cost }));
  if (symbol === 'N')
    return [
      { to: constant(outputs, 'K'), cost: 1.15 },
      { to: constant(samples - 1), cost: 1.2 },
      { to: product(constant(2), constant(samples, 'N')), cost: 1.15 },
      { to: power(constant(samples, 'N'), 2), cost: 1.15 },
      { to: power(constant(samples, 'N'), 0.5), cost: 1.3 },
      { to: constant(samples + 1), cost: 1.3 },
      { to: constant(1), cost: 1.1 },
    ];
  if (symbol === 'K')
    return [
      { to: constant(1), cost: 1.1 },
      { to: power(constant(outputs, 'K'), 2), cost: 1.2 },
      { to: constant(samples, 'N'), cost: 1.2 },
    ];
  const others = [0, 1, 2, -1, 0.5, -2, 3, 4, 0.25, 0.01, 0.1, 0.2, 0.001, 0.3, 10];
  return [...numbers(others, 1.25), { to: constant(-value), cost: 1.15 }];
}

function otherQuantities(part: Quantity, { quantities }: Vocabulary): Rewrite[] {
  const turned: Rewrite[] = part.name === 'weights' ? [{ to: power(part, 0), cost: 1.2 }] : [];
  const ones: Rewrite[] = part.dimensions[0] === samplesDimension ? [{ to: constant(1), cost: 1.2 }] : [];
  return [
    ...turned,
    ...ones,
    ...quantities(part.dimensions).map((to, i) => ({ to, cost: 1.1 + Math.min(0.2, i / 100) })),
  ];
}

const reductions: readonly Reduction[] = [
  'mean', 'max', 'min', 'first', 'last', 'withoutFirst', 'withoutLast', 'absoluteSum',
]; // prettier-ignore

function operations(part: Operation, vocabulary: Vocabulary): Rewrite[] {
  switch (part.kind) {
    case 'product':
      return products(part.parts);
    case 'sum':
      return sums(part.parts);
    case 'negate':
      return [{ to: part.parts[0], cost: 1.05 }];
    case 'quotient': {
      const [above, below] = part.parts;
      return [
        { to: above, cost: 1.05 },
        { to: below, cost: 1.4 },
        { to: product(above, below), cost: 1.15 },
        { to: quotient(below, above), cost: 1.2 },
        { to: difference(above, below), cost: 1.3 },
        { to: quotient(quotient(above, below), below), cost: 1.2 },
      ];
    }
    case 'power': {
      const [base] = part.parts;
      const exponents = [1, 3, -part.exponent, 0.5, 4, part.exponent - 1, part.exponent + 1];
      const others = [...new Set(exponents)]
        .filter((exponent) => exponent !== part.exponent)
        .map((exponent) => ({ to: exponent === 1 ? base : power(base, exponent), cost: 1.15 }));
      return [...others, { to: product(constant(part.exponent), base), cost: 1.2 }];
    }
    case 'call':
      return [{ to: part.parts[0], cost: 1.1 }, ...otherFunctions(part)];
    case 'branch': {
      const [condition, above, below] = part.parts;
      return [
        { to: above, cost: 1.15 },
        { to: below, cost: 1.15 },
        { to: { ...part, parts: [condition, below, above] }, cost: 1.1 },
      ];
    }
    case 'through':
      return [{ to: through(part.parts[0], power(part.parts[1], 0)), cost: 1.2 }];
    case 'outer':
      return [
        ...reductions.map((reduction) => ({ to: { ...part, reduction }, cost: 1.15 })),
        ...swapped(part.parts, vocabulary),
      ];
    case 'rows':
      return [
        ...reductions.map((reduction) => ({ to: { ...part, reduction }, cost: 1.15 })),
        { to: product(constant(0), part), cost: 1.1 },
      ];
    case 'units':
      return [
        {
          to: quotient(part, power(units(power(part.parts[0], 0)), 1)),
          cost: 1.2,
        },
      ];
  }
}

function otherFunctions(part: Extract<Operation, { readonly kind: 'call' }>): Rewrite[] {
  const [of] = part.parts;
  const names = ['abs', 'sign', 'exp', 'sigmoid', 'tanh', 'relu', 'step', 'sqrt', 'log', 'cosh', 'normalCdf', 'normalPdf'] as const; // prettier-ignore
  const others = names
    .filter((name) => name !== part.name)
    .map((name) => ({ to: call(name, of), cost: 1.2 }));
  const limits = part.name === 'clip' ? [0.5, 2, 0.1, 5].map((limit) => ({ to: call('clip', of, limit), cost: 1.2 })) : []; // prettier-ignore
  const thresholds = part.name === 'step' ? [1, 0.5, -1].map((limit) => ({ to: call('step', difference(of, constant(limit))), cost: 1.3 })) : []; // prettier-ignore
  return [...others, ...limits, ...thresholds];
}

/** Returns a product with a factor left out, twice, divided by, or with another operator between two of them. */
function products(parts: readonly Expression[]): Rewrite[] {
  const without = (i: number) => parts.filter((_, at) => at !== i);
  const each = parts.flatMap((part, i): Rewrite[] => [
    { to: product(...without(i)), cost: 1 },
    { to: product(...parts, part), cost: 1.1 },
    { to: quotient(product(...without(i)), part), cost: 1.2 },
  ]);
  const splits = parts.slice(1).flatMap((_, i): Rewrite[] => {
    const [left, right] = [product(...parts.slice(0, i + 1)), product(...parts.slice(i + 1))];
    return [
      { to: sum(left, right), cost: 1.2 },
      { to: difference(left, right), cost: 1.2 },
      { to: difference(right, left), cost: 1.3 },
    ];
  });
  return [...each, ...splits];
}

const plain = (part: Expression) => (part.kind === 'negate' ? part.parts[0] : part);

/** Returns a sum with a term left out, twice, or with another operator. */
function sums(parts: readonly Expression[]): Rewrite[] {
  const each = parts.flatMap((part, i): Rewrite[] => [
    { to: sum(...parts.filter((_, at) => at !== i)), cost: 1.05 },
    { to: sum(...parts, part), cost: 1.2 },
    ...(parts.length === 2 && part.kind === 'negate' ? [{ to: part.parts[0], cost: 1.1 }] : []),
  ]);
  const whole: Rewrite[] = [
    { to: product(...parts.map(plain)), cost: 1.2 },
    ...(parts.length === 2
      ? [
          { to: quotient(plain(parts[0]), plain(parts[1])), cost: 1.3 },
          { to: quotient(plain(parts[1]), plain(parts[0])), cost: 1.3 },
        ]
      : []),
  ];
  return [...each, ...whole];
}

/** Returns A ᵀΔ in place of Δᵀ A, where the layer is square. */
function swapped([delta, inputs]: readonly [Expression, Expression], { quantities }: Vocabulary): Rewrite[] {
  const [, unit] = dimensionsOf(delta);
  const [, input] = dimensionsOf(inputs);
  const isSquare = quantities([unit, input]).length > 0 && delta.kind === 'quantity' && inputs.kind === 'quantity'; // prettier-ignore
  if (!isSquare) return [];
  const own = (part: Quantity) => ({ ...part, dimensions: [samplesDimension, part === delta ? input : unit] as Dimensions }); // prettier-ignore
  const fits = quantities([samplesDimension, unit]).some(
    (each) => each.kind === 'quantity' && each.name === inputs.name && each.layer === inputs.layer,
  );
  return fits ? [{ to: outer(own(inputs), own(delta)), cost: 1.15 }] : [];
}

/** Returns functions and multiples of a part. */
function wrapped(part: Expression, { samples, outputs, learningRate }: Vocabulary): Rewrite[] {
  const [N, K, eta] = [constant(samples, 'N'), constant(outputs, 'K'), constant(learningRate, 'η')];
  const one = constant(1);
  const [first, last] = dimensionsOf(part);
  const overSamples: Rewrite[] =
    first === samplesDimension && last !== single
      ? [
          { to: rows(part, 'mean'), cost: 1.4 },
          { to: rows(part), cost: 1.4 },
          { to: difference(part, rows(part, 'mean')), cost: 1.4 },
          { to: units(part), cost: 1.4 },
        ]
      : [];
  return [
    { to: negate(part), cost: 1.05 },
    { to: product(constant(2), part), cost: 1.15 },
    { to: quotient(part, constant(2)), cost: 1.15 },
    { to: difference(one, part), cost: 1.15 },
    { to: sum(one, part), cost: 1.25 },
    { to: call('abs', part), cost: 1.15 },
    { to: power(part, 2), cost: 1.15 },
    { to: power(part, 3), cost: 1.25 },
    { to: call('sign', part), cost: 1.25 },
    { to: call('sqrt', part), cost: 1.35 },
    { to: quotient(one, part), cost: 1.35 },
    { to: quotient(part, N), cost: 1.15 },
    { to: product(N, part), cost: 1.15 },
    { to: quotient(part, K), cost: 1.2 },
    { to: product(K, part), cost: 1.2 },
    ...(samples > 1 ? [{ to: quotient(part, constant(samples - 1)), cost: 1.3 }] : []),
    { to: product(eta, part), cost: 1.2 },
    { to: negate(product(eta, part)), cost: 1.25 },
    { to: quotient(part, eta), cost: 1.35 },
    ...([0.01, 0.1, 0.5, 1, 5, 10] as const).map((limit) => ({ to: call('clip', part, limit), cost: 1.3 })),
    ...(['relu', 'step', 'sigmoid', 'tanh', 'exp', 'log', 'round', 'float16'] as const).map((name) => ({ to: call(name, part), cost: 1.35 })), // prettier-ignore
    { to: product(part, call('step', part)), cost: 1.4 },
    ...overSamples,
  ];
}
