import { numberLatex } from './digits.js';
import type { CallName, Formula, Ref, RelationName } from './formula.js';
import { bindingOf, shortened, type RenderOptions } from './formulaText.js';

export interface LatexOptions extends RenderOptions {
  /** Wraps the LaTeX of a symbol, or of its number, for example in `\href`. */
  readonly link?: (latex: string, ref: Ref) => string;
}

/** Returns a formula as LaTeX for a mathematics environment. */
export function latexOf(formula: Formula, options: LatexOptions): string {
  const write = (part: Formula) => latexOf(part, options);
  switch (formula.kind) {
    case 'number':
      return bracketed(formula.value, options);
    case 'symbol': {
      const latex = options.substituted ? bracketed(formula.value, options) : formula.notation.latex;
      return options.link ? options.link(latex, formula.ref) : latex;
    }
    case 'sum':
      return sumLatex(formula.terms, options);
    case 'product':
      return formula.factors.map((factor) => within(factor, options, productLevel)).join(' \\cdot ');
    case 'fraction':
      return `\\frac{${write(formula.above)}}{${write(formula.below)}}`;
    case 'power':
      return `${baseLatex(formula.base, options)}^{${write(formula.exponent)}}`;
    case 'negate':
      return `-${within(formula.of, options, productLevel)}`;
    case 'call':
      return callLatex(formula.name, formula.args, options);
    case 'relation':
      return `${within(formula.left, options, sumLevel)} ${relations[formula.op]} ${within(formula.right, options, sumLevel)}`;
    case 'conditional':
      return conditionalLatex(formula, options);
  }
}

const sumLevel = 2;
const productLevel = 3;
const powerLevel = 5;

/** Returns a formula with brackets where needed. A fraction needs none; a case distinction has a brace only on its left. */
function within(formula: Formula, options: LatexOptions, least: number): string {
  const latex = latexOf(formula, options);
  const held = formula.kind === 'fraction' && least <= productLevel;
  return (held || levelOf(formula) >= least) && !startsWithMinus(formula, least) ? latex : brackets(latex);
}

/** Returns the base of a power, in brackets also where it already has a superscript. */
function baseLatex(base: Formula, options: LatexOptions): string {
  const latex = within(base, options, powerLevel + 1);
  const raised =
    (base.kind === 'symbol' || base.kind === 'number') && latex.includes('^') && !latex.startsWith('(');
  return raised ? brackets(latex) : latex;
}

/** Returns how tightly a formula binds. Functions that LaTeX shows as sums and powers bind like these. */
function levelOf(formula: Formula): number {
  if (formula.kind === 'fraction') return productLevel;
  if (formula.kind !== 'call') return bindingOf(formula);
  if (formula.name === 'expm1') return sumLevel;
  return ['exp', 'square', 'cube'].includes(formula.name) ? powerLevel : bindingOf(formula);
}

const startsWithMinus = (formula: Formula, least: number) => formula.kind === 'negate' && least > sumLevel;

const brackets = (latex: string) => `\\left(${latex}\\right)`;

function bracketed(value: number, { digits }: LatexOptions): string {
  const latex = numberLatex(value, digits);
  return latex.startsWith('-') ? `(${latex})` : latex;
}

function sumLatex(terms: readonly Formula[], options: LatexOptions): string {
  return shortened(terms, options.mostTerms)
    .map((term, i) => {
      if (term === null) return ' + \\cdots';
      if (i === 0) return within(term, options, sumLevel);
      const negative = term.kind === 'negate';
      return `${negative ? ' - ' : ' + '}${within(negative ? term.of : term, options, productLevel)}`;
    })
    .join('');
}

const relations: Readonly<Record<RelationName, string>> = {
  less: '<', lessOrEqual: '\\le', greater: '>', greaterOrEqual: '\\ge', equal: '=', unequal: '\\ne',
  and: '\\land', or: '\\lor',
}; // prettier-ignore

const opposites: Readonly<Partial<Record<RelationName, RelationName>>> = {
  less: 'greaterOrEqual', lessOrEqual: 'greater', greater: 'lessOrEqual', greaterOrEqual: 'less',
  equal: 'unequal', unequal: 'equal',
}; // prettier-ignore

type Conditional = Extract<Formula, { readonly kind: 'conditional' }>;

function conditionalLatex({ condition, yes, no }: Conditional, options: LatexOptions): string {
  const [when, otherwise] = [holds(condition, options, true), holds(condition, options, false)];
  return `\\begin{cases}${latexOf(yes, options)} & ${when} \\\\ ${latexOf(no, options)} & ${otherwise}\\end{cases}`;
}

function holds(condition: Formula, options: LatexOptions, truth: boolean): string {
  if (condition.kind !== 'relation') return `${latexOf(condition, options)} ${truth ? '\\ne' : '='} 0`;
  const opposite = opposites[condition.op];
  if (truth) return latexOf(condition, options);
  return opposite
    ? latexOf({ ...condition, op: opposite }, options)
    : `\\lnot ${brackets(latexOf(condition, options))}`;
}

/** The functions for which LaTeX has an operator. */
const operators: Readonly<Partial<Record<CallName, string>>> = {
  log: '\\ln', log2: '\\log_2', log10: '\\log_{10}', sin: '\\sin', cos: '\\cos', tan: '\\tan', asin: '\\arcsin',
  acos: '\\arccos', atan: '\\arctan', sinh: '\\sinh', cosh: '\\cosh', tanh: '\\tanh', min: '\\min', max: '\\max',
}; // prettier-ignore

function callLatex(name: CallName, args: readonly Formula[], options: LatexOptions): string {
  const list = shortened(args, options.mostTerms).map((arg) =>
    arg === null ? '\\ldots' : latexOf(arg, options),
  );
  const [first] = list;
  switch (name) {
    case 'exp':
      return `e^{${first}}`;
    case 'expm1':
      return `e^{${first}} - 1`;
    case 'log1p':
      return `\\ln\\left(1 + ${within(args[0], options, sumLevel)}\\right)`;
    case 'sqrt':
      return `\\sqrt{${first}}`;
    case 'cbrt':
      return `\\sqrt[3]{${first}}`;
    case 'square':
    case 'cube':
      return `${baseLatex(args[0], options)}^{${name === 'square' ? 2 : 3}}`;
    case 'abs':
      return `\\left|${first}\\right|`;
    case 'floor':
      return `\\left\\lfloor ${first}\\right\\rfloor `;
    case 'ceil':
      return `\\left\\lceil ${first}\\right\\rceil `;
    case 'not':
      return `\\lnot ${brackets(first)}`;
    default:
      return `${operators[name] ?? `\\operatorname{${name}}`}${brackets(list.join(', '))}`;
  }
}
