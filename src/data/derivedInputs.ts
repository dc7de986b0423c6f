import * as l10n from '@vscode/l10n';
import { shorten } from '../config/characters.js';
import { parseExpression } from '../config/expression.js';
import type { Finding } from '../config/problem.js';
import type { Expression } from '../engine/maths/expression.js';
import { derivedColumns, usedNames } from '../engine/model/derivedInputs.js';
import type { Floats } from '../engine/model/network.js';
import type { LoadOptions } from './dataFile.js';
import { DataError, finding, refusal } from './finding.js';
import type { Inputs, RowSource } from './table.js';

/** The number of rows that are computed at once, between two yields. */
const rowsPerBlock = 1 << 12;
/** The most inputs whose values a message gives. */
const mostShown = 3;

/**
 * Parses the formulas of derived inputs.
 * @param names the names of the given inputs
 * @throws DataError with the names that are unknown, each at its place in its formula
 */
export function parseDerived(formulas: readonly string[], names: readonly string[]): readonly Expression[] {
  const parsed = formulas.map((formula) => parseExpression(formula, names));
  const findings = parsed.flatMap(({ problems }, index): Finding[] =>
    problems.map(({ code, message, span, replacement }) => ({
      ...finding(code, ['data', 'derived', index], message),
      within: span,
      ...(replacement !== undefined && { replacement }),
    })),
  );
  formulas.forEach((formula, index) => {
    if (!names.includes(formula)) return;
    const message = l10n.t('"{0}" is an input already. Remove it from "derived".', shorten(formula));
    findings.push(finding('derived-given', ['data', 'derived', index], message));
  });
  if (findings.length > 0) throw new DataError(findings);
  return parsed.flatMap(({ expression }) => (expression ? [expression] : []));
}

/**
 * Returns inputs with derived ones after the given ones, and yields to the event loop meanwhile.
 * @throws DataError where a formula is not finite for a row
 */
export async function withDerived<Given extends Pick<Inputs, 'names' | 'values'>>(
  given: Given,
  rows: number,
  formulas: readonly Expression[],
  { signal }: LoadOptions,
): Promise<Given> {
  if (formulas.length === 0) return given;
  const derived = new Float64Array(rows * formulas.length);
  for (let first = 0; first < rows; first += rowsPerBlock) {
    const count = Math.min(rowsPerBlock, rows - first);
    fillBlock(given, formulas, { first, count }, derived);
    await new Promise(setImmediate);
    signal?.throwIfAborted();
  }
  return {
    ...given,
    names: [...given.names, ...formulas.map(({ text }) => text)],
    values: sideBySide(given.values, derived, formulas.length),
  };
}

function fillBlock(
  { names, values: inputs }: Pick<Inputs, 'names' | 'values'>,
  formulas: readonly Expression[],
  { first, count }: { readonly first: number; readonly count: number },
  derived: Float64Array,
): void {
  const used = usedNames(formulas).map((name) => ({
    name,
    column: names.indexOf(name),
    values: new Float64Array(count),
  }));
  const row = new Float64Array(inputs.columns);
  for (let i = 0; i < count; i++) {
    inputs.copy(first + i, row, 0);
    for (const { column, values } of used) values[i] = row[column];
  }
  const byName = Object.fromEntries(used.map(({ name, values }) => [name, values]));
  derivedColumns(formulas, byName, count).forEach((values, index) => {
    for (let i = 0; i < count; i++) {
      if (!Number.isFinite(values[i])) throw notFinite(formulas[index], index, byName, first, i);
      derived[(first + i) * formulas.length + index] = values[i];
    }
  });
}

function sideBySide(given: RowSource, derived: Float64Array, count: number): RowSource {
  return {
    columns: given.columns + count,
    copy(row: number, into: Floats, at: number) {
      given.copy(row, into, at);
      for (let i = 0; i < count; i++) into[at + given.columns + i] = derived[row * count + i];
    },
  };
}

function notFinite(
  formula: Expression,
  index: number,
  values: Readonly<Record<string, Float64Array>>,
  first: number,
  i: number,
) {
  const names = usedNames([formula]).slice(0, mostShown);
  const where = names.map((name) => `${shorten(name)} = ${values[name][i]}`).join(', ');
  const message = l10n.t(
    '"{0}" has no finite value for sample {1}, where {2}. Write a formula that is defined there, or leave the sample out.',
    shorten(formula.text), first + i + 1, where,
  ); // prettier-ignore
  return refusal('derived-not-finite', ['data', 'derived', index], message);
}
