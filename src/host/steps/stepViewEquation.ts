import * as l10n from '@vscode/l10n';
import { numberLatex, numberText, type Digits } from '../../engine/trace/digits.js';
import { evaluate, symbolsOf, type Formula, type Notation, type Ref } from '../../engine/trace/formula.js';
import { latexOf } from '../../engine/trace/formulaLatex.js';
import { textOf } from '../../engine/trace/formulaText.js';
import type { Equation } from '../../protocol.js';

/** The most terms of a sum; longer sums are shortened. */
const mostTerms = 16;

/** Descriptions of the numbers in equations, by the keys of their references. */
export type Refs = Record<string, string>;

/** Returns the key of a reference, which marks the number in the typeset formula. */
export function refKey(ref: Ref): string {
  switch (ref.kind) {
    case 'step':
    case 'input':
    case 'target':
      return `${ref.kind}:${ref.index}`;
    case 'parameter':
      return `parameter:${ref.layer}.${ref.unit ?? ''}.${ref.input ?? ''}`;
    case 'sample':
      return `sample:${ref.sample}`;
    case 'setting':
      return `setting:${ref.key}`;
    case 'state':
    case 'constant':
      return ref.kind;
  }
}

/** Returns an equation for the page to typeset; the descriptions of its numbers are added to `refs`. */
export function equationOf(
  left: Notation,
  formula: Formula,
  value: number,
  digits: Digits,
  refs: Refs,
): Equation {
  const marked = new Set<string>();
  const link = (latex: string, ref: Ref): string => {
    const key = refKey(ref);
    marked.add(key);
    return `\\htmlData{ref=${key}}{${latex}}`;
  };
  const side = (substituted: boolean) => {
    const options = { substituted, digits, mostTerms };
    return { latex: latexOf(formula, { ...options, link }), text: textOf(formula, options) };
  };
  const equation = {
    left: { latex: left.latex, text: left.text },
    symbolic: formula.kind === 'number' ? null : side(false),
    substituted: formula.kind === 'number' || formula.kind === 'symbol' ? null : side(true),
    result: { latex: numberLatex(value, digits), text: numberText(value, digits) },
  };
  describe(formula, marked, refs);
  return equation;
}

/** Returns an equation whose result is the value of the formula. */
export function derivedEquation(left: Notation, formula: Formula, digits: Digits, refs: Refs): Equation {
  return equationOf(left, formula, evaluate(formula), digits, refs);
}

function describe(formula: Formula, marked: ReadonlySet<string>, refs: Refs): void {
  const missing = new Set([...marked].filter((key) => !(key in refs)));
  for (const { ref, notation } of symbolsOf(formula)) {
    if (missing.size === 0) return;
    const key = refKey(ref);
    if (missing.delete(key)) refs[key] = refWords(ref, notation.text);
  }
}

/** Returns the description of a reference. Steps are numbered from 1. */
function refWords(ref: Ref, symbol: string): string {
  switch (ref.kind) {
    case 'step':
      return l10n.t('{0}: go to step {1}', symbol, ref.index + 1);
    case 'input':
      return l10n.t('{0}, an input of the sample', symbol);
    case 'target':
      return l10n.t('{0}, a target of the sample', symbol);
    case 'parameter':
      return l10n.t('{0}: show its chain rule', symbol);
    case 'sample':
      return l10n.t('{0}: show this sample of the batch', symbol);
    case 'setting':
      return l10n.t('{0}, from the config', symbol);
    case 'state':
      return l10n.t('{0}, kept from the previous update', symbol);
    case 'constant':
      return symbol;
  }
}
