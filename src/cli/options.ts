import { parseArgs } from 'node:util';
import * as l10n from '@vscode/l10n';
import { nearest } from '../config/nearest.js';
import { UsageError } from './errors.js';

/** The options of a command by their long names. */
export type Options = Readonly<
  Record<string, { readonly type: 'boolean' | 'string'; readonly short?: string }>
>;

export interface Parsed {
  /** The values by the options' long names. The value of a boolean option is an empty string. */
  readonly values: ReadonlyMap<string, string>;
  readonly positionals: readonly string[];
}

/**
 * Parses the arguments after a command. It checks the tokens itself because the errors of `util.parseArgs` are only in
 * English.
 *
 * @throws UsageError where the arguments are not valid
 */
export function parseOptions(command: string, options: Options, args: readonly string[]): Parsed {
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (!Object.hasOwn(options, name)) throw unknown(command, options, rawName);
    if (values.has(name)) throw new UsageError(l10n.t('{0} is given twice. Remove one of them.', rawName));
    const takesValue = options[name].type === 'string';
    if (!takesValue && value !== undefined)
      throw new UsageError(l10n.t('{0} does not take a value.', rawName));
    if (takesValue && (!value || (!token.inlineValue && isOption(options, value))))
      throw new UsageError(l10n.t('{0} needs a value.', rawName));
    values.set(name, value ?? '');
  }
  return { values, positionals };
}

/** Returns whether an argument is an option of the command rather than the value of another option. */
function isOption(options: Options, argument: string): boolean {
  const name = argument.replace(/=.*$/s, '');
  return Object.entries(options).some(([long, { short }]) => name === `--${long}` || name === `-${short}`);
}

function unknown(command: string, options: Options, rawName: string): UsageError {
  const names = Object.keys(options).map((name) => `--${name}`);
  const near = nearest(rawName, names);
  return new UsageError(
    near
      ? l10n.t('"{0}" has no option {1}. Did you mean {2}?', command, rawName, near)
      : l10n.t('"{0}" has no option {1}. Its options are {2}.', command, rawName, names.join(', ')),
  );
}
