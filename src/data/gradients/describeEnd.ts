import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import type { Related } from '../../config/problem.js';
import type { CompareCommand } from '../../config/spec.js';
import { limits } from '../../engine/limits.js';
import type { CommandCall, CommandOutcome } from '../commands.js';
import { systemReason } from '../systemReason.js';

/** Returns a command as it is shown in messages. */
export const commandText = (command: readonly string[]): string =>
  shorten(command.map((part) => (/^[^\s"']+$/.test(part) ? part : `'${part}'`)).join(' '), 100);

/** Returns the name of what a config compares with: its file, or its command. */
export const compareName = (compare: string | CompareCommand): string =>
  typeof compare === 'string' ? compare : commandText(compare.command);

/** The most characters of an error of a program that a message quotes. */
const quoted = 200;

/**
 * Returns a message on why a program gave no gradients.
 *
 * @param at the line where it failed, if that is known
 */
export function describeEnd(
  { command, timeout }: Pick<CommandCall, 'command' | 'timeout'>,
  { end, stderr }: CommandOutcome,
  at: Related | undefined,
): string {
  const name = commandText(command);
  switch (end.kind) {
    case 'notStarted':
      return describeStart(command[0], end.error);
    case 'timeout':
      return l10n.t(
        '"{0}" did not end within {1} seconds and was stopped. Make it faster, or raise "timeout".',
        name,
        timeout,
      );
    case 'flood':
      return l10n.t(
        '"{0}" printed more than {1} MB and was stopped. Print only the gradients.',
        name,
        limits.commandBytes / 2 ** 20,
      );
    case 'killed':
      return l10n.t('"{0}" was ended by the signal {1}. Run it in a terminal to see why.', name, end.signal);
    case 'exited': {
      if (at) return l10n.t('"{0}" failed at line {1}: {2}', name, at.line, shorten(at.message, quoted));
      const last = stderr.trim().split('\n').at(-1) ?? '';
      return last
        ? l10n.t('"{0}" ended with status {1}: {2}', name, end.status, shorten(last, quoted))
        : l10n.t(
            '"{0}" ended with status {1} and without an error message. Run it in a terminal to see why.',
            name,
            end.status,
          );
    }
  }
}

function describeStart(program: string, error: NodeJS.ErrnoException): string {
  const name = shorten(program, 100);
  if (error.code === 'ENOENT')
    return l10n.t(
      'There is no program "{0}". Install it, or write its whole path as the first part of "command".',
      name,
    );
  if (error.code === 'EACCES')
    return l10n.t(
      '"{0}" cannot be started: permission denied. Make it executable, or name the program that runs it, such as ["python3", "{0}"].',
      name,
    );
  return l10n.t('"{0}" cannot be started. {1}', name, systemReason(error));
}
