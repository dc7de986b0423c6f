import { partsOf, type Expression, type Quantity, type Reduction } from '../engine/check/edits/expression.js';

/** How an expression is written: as plain text, or as LaTeX for a mathematics environment. */
interface Style {
  readonly symbol: (quantity: Quantity) => string;
  readonly constant: (value: number, symbol: string | null) => string;
  readonly times: string;
  readonly minus: string;
  readonly fraction: (above: string, below: string) => string;
  /** Whether a fraction needs no brackets around its parts. */
  readonly isFractionClosed: boolean;
  readonly power: (base: string, exponent: string) => string;
  readonly call: (name: string, of: string, limit: number | null) => string;
  readonly branch: (condition: string, above: string, below: string) => string;
  readonly sum: (reduction: Reduction, of: string) => string;
  readonly units: (of: string) => string;
  /** Marks the part that differs. */
  readonly mark: (text: string) => string;
}

/** How tightly the kinds of expressions bind. */
const levels = { sum: 1, negate: 2, product: 3, quotient: 3, through: 2.5, outer: 1, rows: 1, units: 1, power: 5, branch: 0 } as const; // prettier-ignore
const atom = 6;

/** Returns an expression as plain text, such as (δ₃·W₃)·(1 − y₂²). */
export function expressionText(expression: Expression): string {
  return write(expression, text, null);
}

/** Returns an expression as LaTeX. The part at a path, if given, is framed. */
export function expressionLatex(expression: Expression, marked: readonly number[] | null = null): string {
  return write(expression, latex, marked);
}

function write(expression: Expression, style: Style, marked: readonly number[] | null): string {
  const written = unmarked(expression, style, marked);
  return marked?.length === 0 ? style.mark(written) : written;
}

function unmarked(expression: Expression, style: Style, marked: readonly number[] | null): string {
  if (expression.kind === 'quantity') return style.symbol(expression);
  if (expression.kind === 'constant') return style.constant(expression.value, expression.symbol);
  const parts = partsOf(expression);
  const markedIn = (i: number) => (marked && marked[0] === i ? marked.slice(1) : null);
  const whole = (i: number) => write(parts[i], style, markedIn(i));
  const within = (i: number, least: number) =>
    levelOf(parts[i], style) < least ? `(${whole(i)})` : whole(i);
  switch (expression.kind) {
    case 'sum':
      return parts.map((part, i) => term(part, i, within, style, markedIn(i))).join('');
    case 'negate':
      return `${style.minus}${within(0, levels.product)}`;
    case 'product':
    case 'through':
    case 'outer': {
      const joined = parts
        .map((_, i) =>
          within(i, i === 0 ? levels.product : levels.product + (style.isFractionClosed ? 0 : 1)),
        )
        .join(style.times);
      return expression.kind === 'outer' ? style.sum(expression.reduction, joined) : joined;
    }
    case 'rows':
      return style.sum(expression.reduction, within(0, levels.product));
    case 'units':
      return style.units(within(0, levels.product));
    case 'quotient':
      return style.isFractionClosed
        ? style.fraction(whole(0), whole(1))
        : style.fraction(within(0, levels.product), within(1, levels.power));
    case 'power':
      if (expression.exponent === 0) return style.constant(1, null);
      return style.power(within(0, atom), style.constant(expression.exponent, null));
    case 'call':
      return style.call(expression.name, whole(0), expression.limit);
    case 'branch':
      return style.branch(whole(0), whole(1), whole(2));
  }
}

function levelOf(expression: Expression, style: Style): number {
  switch (expression.kind) {
    case 'quantity':
    case 'call':
      return atom;
    case 'constant':
      return expression.value < 0 ? levels.negate : atom;
    case 'power':
      return expression.exponent === 0 ? atom : levels.power;
    case 'quotient':
      return style.isFractionClosed ? levels.power - 1 : levels.quotient;
    default:
      return levels[expression.kind];
  }
}

/** Returns a term of a sum with its operator. */
function term(
  part: Expression,
  i: number,
  within: (i: number, least: number) => string,
  style: Style,
  marked: readonly number[] | null,
): string {
  if (i === 0) return within(0, levels.sum);
  if (part.kind !== 'negate') return ` + ${within(i, isNegative(part) ? atom : levels.sum + 1)}`;
  const of = partsOf(part)[0];
  const markedOf = marked?.[0] === 0 ? marked.slice(1) : null;
  const written = write(of, style, markedOf);
  const text = levelOf(of, style) <= levels.sum || isNegative(of) ? `(${written})` : written;
  return marked?.length === 0 ? style.mark(` ${style.minus} ${text}`) : ` ${style.minus} ${text}`;
}

const isNegative = (part: Expression): boolean => part.kind === 'constant' && part.value < 0;

const subscripts = '₀₁₂₃₄₅₆₇₈₉';
const superscripts: Readonly<Record<string, string>> = { '2': '²', '3': '³', '4': '⁴', '-': '⁻', '1': '¹' };
const symbols = { z: 'z', y: 'y', t: 't', weights: 'W', bias: 'b', slope: 'f′', delta: 'δ', error: '∂E/∂y' };

function numberText(value: number): string {
  return String(Number(value.toPrecision(6))).replace('-', '−');
}

/** Returns a layer's number as a subscript. */
export const lowered = (layer: number): string =>
  Array.from(String(layer))
    .map((digit) => subscripts[Number(digit)])
    .join('');

/** Returns the subscript of a quantity, its layer from 1; none for what there is once. */
function layerOf({ name, layer }: Quantity): number | null {
  return name === 't' || name === 'error' || layer < 0 ? null : layer + 1;
}

const text: Style = {
  symbol: (quantity) => {
    const { name, layer, isTransposed } = quantity;
    const number = layerOf(quantity);
    const symbol = name === 'y' && layer < 0 ? 'x' : symbols[name];
    const own = `${symbol}${number === null ? '' : lowered(number)}`;
    return `${own}${isTransposed ? 'ᵀ' : ''}${name === 'slope' ? `(z${lowered(layer + 1)})` : ''}`;
  },
  constant: (value, symbol) => symbol ?? numberText(value),
  times: '·',
  minus: '−',
  fraction: (above, under) => `${above}/${under}`,
  isFractionClosed: false,
  power: (base, exponent) =>
    Array.from(exponent.replace('−', '-')).every((digit) => digit in superscripts)
      ? `${base}${Array.from(exponent.replace('−', '-'))
          .map((digit) => superscripts[digit])
          .join('')}`
      : `${base}^${exponent}`,
  call: (name, of, limit) =>
    name === 'abs' ? `|${of}|` : name === 'step' ? `[${of} > 0]` : name === 'clip' ? `clip(${of}, ±${limit})` : `${functionTexts[name] ?? name}(${of})`, // prettier-ignore
  branch: (condition, above, under) => `(${condition} > 0 ? ${above} : ${under})`,
  sum: (reduction, of) => reduction === 'absoluteSum' ? `Σₙ |${of}|` : `${reductionTexts[reduction]} ${of}`, // prettier-ignore
  units: (of) => `Σₖ ${of}`,
  mark: (written) => written,
};

const functionTexts: Readonly<Record<string, string>> = { sigmoid: 'σ', normalCdf: 'Φ', normalPdf: 'φ', sqrt: '√', relu: 'max0' }; // prettier-ignore

const reductionTexts: Readonly<Record<Exclude<Reduction, 'absoluteSum'>, string>> = {
  sum: 'Σₙ', mean: '(1/N)·Σₙ', max: 'maxₙ', min: 'minₙ', first: 'firstₙ', last: 'lastₙ', withoutFirst: 'Σₙ₌₂..N', withoutLast: 'Σₙ₌₁..N₋₁',
}; // prettier-ignore

const latex: Style = {
  symbol: (quantity) => {
    const { name, layer, isTransposed } = quantity;
    const number = layerOf(quantity);
    const lower = number === null ? '' : `_{${number}}`;
    if (name === 'slope') return `f'(z${lower})`;
    const symbol = name === 'y' && layer < 0 ? 'x' : latexSymbols[name];
    return `${symbol}${lower}${isTransposed ? '^{\\top}' : ''}`;
  },
  constant: (value, symbol) =>
    symbol ? (latexConstants[symbol] ?? symbol) : numberText(value).replace('−', '-'),
  times: ' \\cdot ',
  minus: '-',
  fraction: (above, under) => `\\frac{${above}}{${under}}`,
  isFractionClosed: true,
  power: (base, exponent) => `{${base}}^{${exponent}}`,
  call: (name, of, limit) => {
    if (name === 'abs') return `\\left|${of}\\right|`;
    if (name === 'step') return `[${of} > 0]`;
    if (name === 'sqrt') return `\\sqrt{${of}}`;
    const arguments_ = name === 'clip' ? `${of}, \\pm ${limit}` : of;
    return `${latexFunctions[name] ?? `\\operatorname{${name}}`}\\left(${arguments_}\\right)`;
  },
  branch: (condition, above, under) =>
    `\\begin{cases}${above} & ${condition} > 0\\\\${under} & \\text{else}\\end{cases}`,
  sum: (reduction, of) => reduction === 'absoluteSum' ? `\\sum_n \\left|${of}\\right|` : `${latexReductions[reduction]} ${of}`, // prettier-ignore
  units: (of) => `\\sum_k ${of}`,
  mark: (written) => `\\boxed{${written}}`,
};

const latexSymbols = { z: 'z', y: 'y', t: 't', weights: 'W', bias: 'b', slope: "f'", delta: '\\delta', error: '\\frac{\\partial E}{\\partial y}' } as const; // prettier-ignore
const latexConstants: Readonly<Record<string, string>> = { η: '\\eta', l1: '\\lambda_1', l2: '\\lambda_2' };
const latexFunctions: Readonly<Record<string, string>> = { sigmoid: '\\sigma', normalCdf: '\\Phi', normalPdf: '\\varphi', exp: '\\exp', log: '\\log', tanh: '\\tanh', cosh: '\\cosh' }; // prettier-ignore
const latexReductions: Readonly<Record<Exclude<Reduction, 'absoluteSum'>, string>> = {
  sum: '\\sum_n', mean: '\\frac{1}{N} \\sum_n', max: '\\max_n', min: '\\min_n', first: '\\operatorname{first}_n', last: '\\operatorname{last}_n',
  withoutFirst: '\\sum_{n=2}^N', withoutLast: '\\sum_{n=1}^{N-1}',
}; // prettier-ignore
