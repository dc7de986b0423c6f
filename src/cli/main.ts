import * as l10n from '@vscode/l10n';
import { version } from '../../package.json';
import { shorten } from '../config/characters.js';
import { help, parseCall } from './parseCall.js';
import { interruptedStatus } from './childCall.js';
import type { Call } from './parseCall.js';
import { check } from './checkCommand.js';
import { compareRuns } from './compareRuns.js';
import { readConfig } from './readConfig.js';
import { doctest } from './doctest.js';
import { exercise } from './exercise.js';
import { newConfig } from './newConfig.js';
import { exportDerivation } from './exportDerivation.js';
import type { Config } from './readConfig.js';
import { printGradients } from './printGradients.js';
import { Output } from './io.js';
import type { Io } from './io.js';
import { importModel } from './importModel.js';
import { grade } from './grade.js';
import { lint } from './lint.js';
import type { Session } from './session.js';
import { predict } from './predict.js';
import { printSteps } from './printSteps.js';
import { train } from './train.js';
import { Failure, UsageError } from './errors.js';

/** The maximum number of characters in an error message, which may quote a long argument. */
const longest = 1000;
const status = { done: 0, failed: 1, usage: 2, interrupted: interruptedStatus } as const;

/** The commands on a config by name. Each prints its results and returns whether it succeeded. */
const commands: Readonly<
  Record<
    Exclude<Call['command'], 'runs' | 'new' | 'predict' | 'import' | 'doctest'>,
    (config: Config, session: Session) => Promise<boolean>
  >
> = {
  train,
  gradients: printGradients,
  check,
  grade,
  step: printSteps,
  export: exportDerivation,
  lint,
  exercise,
};

/** Runs the command line. @returns the exit status */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    const call = parseCall(args);
    if (typeof call !== 'string') return await run(call, io);
    io.stdout.write(`${call === 'help' ? help() : version}\n`);
    return status.done;
  } catch (error) {
    if (io.interrupted.aborted) return status.interrupted;
    if (!(error instanceof UsageError || error instanceof Failure)) throw error;
    io.stderr.write(`backprop: ${shorten(error.message, longest)}\n`);
    if (error instanceof Failure) return status.failed;
    io.stderr.write(`${l10n.t('Run "backprop --help" to see how to use it.')}\n`);
    return status.usage;
  }
}

async function run(call: Call, io: Io): Promise<number> {
  const succeeded = await execute({ call, io, output: new Output(io) });
  if (io.interrupted.aborted) return status.interrupted;
  return succeeded ? status.done : status.failed;
}

async function execute(session: Session): Promise<boolean> {
  const { command, file, epochs } = session.call;
  if (command === 'runs') return compareRuns(session);
  if (command === 'new') return newConfig(session);
  if (command === 'predict') return predict(session);
  if (command === 'import') return importModel(session);
  if (command === 'doctest') return doctest(session);
  const config = await readConfig(file, epochs === null ? {} : { epochs });
  return commands[command](config, session);
}
