import * as l10n from '@vscode/l10n';
import type { ASTNode } from 'vscode-json-languageservice';
import { limits } from '../engine/limits.js';
import { shorten } from './characters.js';
import { readExpression } from './functions.js';
import type { Report } from './report.js';
import { asItems, asString, keyOf, type Value } from './tree.js';

/**
 * Reads the formulas of the derived inputs and checks their syntax. Their names are checked when the data is loaded,
 * which has the inputs' names.
 */
export function readDerived(report: Report, value: Value, areImages: boolean): readonly string[] {
  const items = asItems(value) ?? [];
  if (!value || items.length === 0) return [];
  if (areImages) {
    const message = l10n.t('Inputs cannot be derived from the pixels of images. Remove "derived".');
    report.error('derived-images', keyOf(value), message);
    return [];
  }
  if (items.length > limits.derivedInputs) {
    const message = l10n.t(
      'There are {0} derived inputs, but at most {1} are supported.',
      items.length,
      limits.derivedInputs,
    );
    report.error('too-many-derived', keyOf(value), message);
    return [];
  }
  const formulas = new Set<string>();
  for (const item of items) readFormula(report, item, formulas);
  return [...formulas];
}

/** Reads a formula and adds it to those before it, none of which it may repeat. */
function readFormula(report: Report, item: ASTNode, formulas: Set<string>): void {
  const formula = asString(item);
  if (formula === undefined) {
    report.error('not-a-formula', item, l10n.t('A formula in quotes is needed here, such as "x^2".'));
    return;
  }
  readExpression(report, item, null, report.text);
  if (formulas.has(formula))
    report.error(
      'derived-twice',
      item,
      l10n.t('"{0}" is derived twice. Remove one of them.', shorten(formula)),
    );
  formulas.add(formula);
}
