import type { Finding, Mark } from '../config/problem.js';
import type { Commands } from '../data/commands.js';
import type { LoadOptions } from '../data/dataFile.js';
import type { Files } from '../data/files.js';
import { commandText } from '../data/gradients/describeEnd.js';
import type { CompareResult } from '../data/gradients/gradientSource.js';
import { comparePath, layerShapes, loadCompareFileOf } from '../data/gradients/loadCompareFile.js';
import { loadPrinted } from '../data/gradients/loadPrinted.js';
import type { CommandRun } from '../protocol.js';
import type { CheckSubject } from './checkGradients.js';
import { commandInput } from './commandInput.js';

/** The user's own gradients, from a file or from a program. */
export interface Answers extends CompareResult {
  /** The problems at their lines of the program. */
  readonly marks: readonly Mark[];
  /** The run of the program; null where none was run. */
  readonly ran: CommandRun | null;
}

/**
 * Loads the gradients that a config compares with, and runs the program that computes them if there is one.
 *
 * @param commands the programs, or the finding that says why none may be run
 */
export async function loadAnswers(
  subject: CheckSubject,
  files: Files,
  commands: Commands | Finding,
  options: LoadOptions & { readonly signal: AbortSignal },
): Promise<Answers> {
  const { spec, dataset } = subject;
  const { compare } = spec.gradientCheck;
  const { columns } = dataset.training.inputs;
  if (compare === null || typeof compare === 'string')
    return { ...(await loadCompareFileOf(spec, files, columns, options)), marks: [], ran: null };
  if (!('run' in commands)) return { file: null, findings: [commands], marks: [], ran: null };
  const outcome = await commands.run({ ...compare, input: commandInput(subject) }, options.signal);
  const { script, ...printed } = await loadPrinted(
    compare,
    outcome,
    files,
    layerShapes(spec.layers, columns),
  );
  const { stderr } = outcome;
  return { ...printed, ran: { command: commandText(compare.command), script, stderr } };
}

/** Returns the finding that a program may not be run; `message` says what to do. */
export const notRun = (severity: Finding['severity'], message: string): Finding => ({
  severity,
  code: 'command-not-run',
  message,
  path: comparePath,
});
