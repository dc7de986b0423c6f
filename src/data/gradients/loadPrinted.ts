import * as l10n from '@vscode/l10n';
import { getLocation } from 'jsonc-parser';
import { shorten } from '../../config/characters.js';
import type { Mark } from '../../config/problem.js';
import type { CommandCall, CommandOutcome } from '../commands.js';
import type { Files } from '../files.js';
import { DataError, finding } from '../finding.js';
import { commandText, describeEnd } from './describeEnd.js';
import { failureMarks } from './failureMarks.js';
import { fromArrays, fromText, type CompareResult, type GradientSource } from './gradientSource.js';
import { comparePath } from './loadCompareFile.js';
import { placeOfName, placesInScript, type Script } from './placesInScript.js';
import type { LayerShape } from './placeTensors.js';
import { readGradientsArchive } from './readGradientsArchive.js';
import { scan } from './scan.js';
import { scriptOf } from './scriptOf.js';

export interface PrintedResult extends CompareResult {
  /** The path of the program; null where no argument of the command is a file. */
  readonly script: string | null;
  /** The problems at their lines of the program. */
  readonly marks: readonly Mark[];
}

/** Reads the gradients that a program has printed, or written to an archive. */
export async function loadPrinted(
  call: Pick<CommandCall, 'command' | 'timeout'>,
  outcome: CommandOutcome,
  files: Files,
  layers: readonly LayerShape[],
): Promise<PrintedResult> {
  const script = await scriptOf(call.command, files);
  const { end, stderr, stdout, archive } = outcome;
  if (end.kind !== 'exited' || end.status !== 0) {
    const marks = end.kind === 'exited' ? await failureMarks(stderr, files) : [];
    const message = describeEnd(call, outcome, marks.at(0));
    const failure = finding('command-failed', comparePath, message, { related: marks });
    return { file: null, findings: [failure], script: script?.file ?? null, marks };
  }
  const source = sourceOf(commandText(call.command), script);
  const { file, findings } = archive
    ? read(() => fromArrays(source, readGradientsArchive(archive, layers)))
    : fromOutput(source, stdout, layers);
  const marks = findings.flatMap(({ severity, code, related = [] }) =>
    related.map((place): Mark => ({ ...place, severity, code })),
  );
  return { file, findings, script: script?.file ?? null, marks };
}

function fromOutput(source: GradientSource, stdout: string, layers: readonly LayerShape[]): CompareResult {
  const text = jsonIn(stdout);
  if (text !== null) return read(() => fromText(source, text, layers));
  const message =
    stdout.trim() === ''
      ? l10n.t(
          '"{0}" printed nothing. Print the gradients as JSON, such as { "dW1": [[0.1, 0.2]], "db1": [0.3] }.',
          source.name,
        )
      : l10n.t(
          '"{0}" printed no JSON, but "{1}". Print the gradients as JSON, such as { "dW1": [[0.1, 0.2]], "db1": [0.3] }.',
          source.name,
          shorten(stdout.trim()),
        );
  return { file: null, findings: [finding('command-output', comparePath, message)] };
}

/** Returns the JSON of an output: all of it, or else its last line. Returns null where neither looks like JSON. */
function jsonIn(stdout: string): string | null {
  const looks = (text: string): boolean => /^\s*[[{]/.test(text);
  if (looks(stdout) && !scan(stdout)) return stdout;
  const last = /[^\n]*$/.exec(stdout.trimEnd())?.[0] ?? '';
  if (looks(last)) return last;
  return looks(stdout) ? stdout : null;
}

const sourceOf = (name: string, script: Script | null): GradientSource => ({
  name,
  at: comparePath,
  isProgram: true,
  problemPlace: (_, offset, text) => {
    const key = getLocation(text, offset).path.findLast(
      (segment) => typeof segment === 'string' && segment !== '',
    );
    return script && key !== undefined ? placeOfName(script, String(key)) : null;
  },
  placesIn: (_, raw) => (script ? placesInScript(script, raw) : () => null),
});

function read(load: () => CompareResult): CompareResult {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { file: null, findings: error.findings };
  }
}
