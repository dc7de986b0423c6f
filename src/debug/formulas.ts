import * as l10n from '@vscode/l10n';
import { parseExpression } from '../config/expression.js';
import { differentiate } from '../engine/differentiate.js';
import type { Expression } from '../engine/expression.js';
import { CannotStep } from './open.js';
import { identifier, ofStep, type Named, type Numbers } from './numbers.js';

/** A formula over the names of a pass, read once. Never evaluated as code. */
export class Formula {
  private constructor(
    private readonly expression: Expression,
    private readonly names: ReadonlyMap<string, Named>,
  ) {}

  /** @throws CannotStep where it cannot be read */
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
    // With all the names there are, for the nearest one; not before, as there may be many.
    const suggested = parseExpression(plain, numbers.all).problems.at(0);
    const name = plain.slice(span.offset, span.offset + span.length);
    throw new CannotStep(
      suggested?.replacement ? suggested.message : l10n.t('There is no "{0}" in this pass.', name),
    );
  }

  /** The one name that the formula is. */
  get single(): Named | null {
    const [operation, ...more] = this.expression.operations;
    return operation.op === 'variable' && more.length === 0 ? (this.names.get(operation.name) ?? null) : null;
  }

  /** It asks about what a step computes, and of which step; it can be asked at such steps alone. */
  get ofStep(): readonly string[] {
    return [...this.names.keys()].filter((name) => Object.hasOwn(ofStep, name));
  }

  /** At a step; undefined where something in it is not computed yet. */
  evaluate(index: number): number | undefined {
    const point: Record<string, number> = {};
    for (const [name, named] of this.names) {
      const value = named.value(index);
      if (value === undefined) return undefined;
      point[name] = value;
    }
    return differentiate(this.expression, point).value;
  }

  /** The names in it that have no value yet. */
  missing(index: number): string[] {
    return [...this.names].filter(([, named]) => named.value(index) === undefined).map(([name]) => name);
  }
}

/** `w5 = 0.7`: what is assigned to, and what. */
export function assignment(text: string): { readonly name: string; readonly value: string } | null {
  const found = /^\s*([^=<>!]+?)\s*=(?!=)\s*(.+)$/su.exec(text);
  return found && { name: found[1], value: found[2] };
}

/** Names as a formula can have them, from the way that panel, command line and textbooks write them. */
function plainNames(text: string): string {
  return text
    .replace(/∂E\/∂/gu, 'dE_d')
    .replace(/∂out(\w*)\/∂net/gu, 'dout_dnet')
    .replace(/δ_/gu, 'delta_')
    .replace(/⁺/gu, '_new')
    .replace(/·/gu, '*')
    .replace(/[\p{L}_][\p{L}\p{N}_]*\[\d+,\s*\d+\]/gu, (name) => identifier(name.replace(/\s/gu, '')));
}
