import * as l10n from '@vscode/l10n';
import type { CustomFunction, Expression } from '../engine/maths/expression.js';
import { limits } from '../engine/limits.js';
import { activationNames } from '../engine/model/spec.js';
import { parseExpression } from './expression.js';
import { replacement } from './fix.js';
import { checkKeys } from './keys.js';
import type { Report } from './report.js';
import { spanInString } from './spanInString.js';
import { keyOf, member, type Value } from './tree.js';

/** Reads a formula from a string of the text. Returns undefined where it is missing or wrong. */
export function readExpression(
  report: Report,
  value: Value,
  variables: readonly string[] | null,
  text: string,
): Expression | undefined {
  if (value?.type !== 'string') return undefined;
  const parsed = parseExpression(value.value, variables);
  if (parsed.expression) return parsed.expression;
  for (const { code, message, span, replacement: better } of parsed.problems) {
    const at = spanInString(text, value, span);
    report.error(code, at, message, better === undefined ? undefined : replacement(at, better));
  }
  return undefined;
}

export function readCustomFunction(
  report: Report,
  value: Value,
  variables: readonly string[],
  text: string,
): CustomFunction | undefined {
  checkKeys(report, value, ['f', 'df']);
  const f = readExpression(report, member(value, 'f'), variables, text);
  const df = readExpression(report, member(value, 'df'), variables, text);
  return f && (df ? { f, df } : { f });
}

/** Reads the user-defined activations, by name. */
export function readFunctions(
  report: Report,
  value: Value,
  text: string,
): Readonly<Record<string, CustomFunction>> {
  if (value?.type !== 'object') return {};
  const { length } = value.properties;
  if (length > limits.functions) {
    const message = l10n.t(
      'There are {0} functions, but at most {1} are supported.',
      length,
      limits.functions,
    );
    report.error('too-many-functions', keyOf(value), message);
    return {};
  }
  const builtIn: readonly string[] = activationNames;
  const read = value.properties.map(({ keyNode, valueNode }) => {
    if (builtIn.includes(keyNode.value)) {
      const message = l10n.t('"{0}" is an activation already. Choose another name.', keyNode.value);
      report.error('name-taken', keyNode, message);
    }
    return [keyNode.value, readCustomFunction(report, valueNode, ['x'], text)] as const;
  });
  return Object.fromEntries(
    read.filter((each): each is readonly [string, CustomFunction] => each[1] !== undefined),
  );
}
