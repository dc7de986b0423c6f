import * as l10n from '@vscode/l10n';
import { parseExpression } from '../config/expression.js';
import { differentiate } from '../engine/maths/differentiate.js';
import type { Expression } from '../engine/maths/expression.js';
import { CannotStep } from '../jobs/sampleRow.js';
import { identifier, ofStep, type Named, type Numbers } from './numbers.js';

/** A parsed formula over the names of a pass. It is never evaluated as code. */
export class Formula {
  private constructor(
    private readonly expression: Expression,
    private readonly names: ReadonlyMap<string, Named>,
  ) {}

  /** Parses a formula. @throws CannotStep where that is not possible */
  static read(text: string, numbers: Numbers): Formula {
    const plain = plainNames(text);
    const names = new Map<string, Named>();
    for (const [name] of plain.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) {
      const named = numbers.find(name);
      if (named) names.set(name, named);
    }
    const { expression, problems } = parseExpression(plain, [...names.keys()]);
    if (expression) return new Formula(expression, names);
    const [{ code, span }] = problems;
    if (code !== 'formula-name') throw new CannotStep(problems[0].message);
    // All names are needed only to suggest the nearest one, and there may be many.
    const suggested = parseExpression(plain, numbers.all).problems.at(0);
    const name = plain.slice(span.offset, span.offset + span.length);
    throw new CannotStep(
      suggested?.replacement ? suggested.message : l10n.t('There is no "{0}" in this pass.', name),
    );
  }

  /** The number whose name is the whole formula; null for any other formula. */
  get single(): Named | null {
    const [operation, ...more] = this.expression.operations;
    return operation.op === 'variable' && more.length === 0 ? (this.names.get(operation.name) ?? null) : null;
  }

  /** The names in the formula that refer to the current step. The formula has a value only at steps that compute them. */
  get ofStep(): readonly string[] {
    return [...this.names.keys()].filter((name) => Object.hasOwn(ofStep, name));
  }

  /** Returns the value at a step, or undefined where a number in the formula is not computed yet. */
  evaluate(index: number): number | undefined {
    const point: Record<string, number> = {};
    for (const [name, named] of this.names) {
      const value = named.value(index);
      if (value === undefined) return undefined;
      point[name] = value;
    }
    return differentiate(this.expression, point).value;
  }

  /** Returns the names in the formula that have no value at a step yet. */
  missing(index: number): string[] {
    return [...this.names].filter(([, named]) => named.value(index) === undefined).map(([name]) => name);
  }
}

/** Parses an assignment such as `w5 = 0.7`. Returns null where the text is none. */
export function assignment(text: string): { readonly name: string; readonly value: string } | null {
  const found = /^\s*([^=<>!]+?)\s*=(?!=)\s*(.+)$/su.exec(text);
  return found && { name: found[1], value: found[2] };
}

/** Returns a text in which the notations of the panel, the command line and textbooks are replaced by identifiers. */
function plainNames(text: string): string {
  return text
    .replace(/∂E\/∂/gu, 'dE_d')
    .replace(/∂out(\w*)\/∂net/gu, 'dout_dnet')
    .replace(/δ_/gu, 'delta_')
    .replace(/⁺/gu, '_new')
    .replace(/·/gu, '*')
    .replace(/[\p{L}_][\p{L}\p{N}_]*\[\d+,\s*\d+\]/gu, (name) => identifier(name.replace(/\s/gu, '')));
}
