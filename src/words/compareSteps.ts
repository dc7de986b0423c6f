import type { Correction, Finding, Mark } from '../config/problem.js';
import type { NetworkConfig } from '../config/spec.js';
import { compareRecorded, type Candidate, type Comparison } from '../engine/check/compareGradients.js';
import type { GivenFile, PlaceOf } from '../engine/check/givenGradients.js';
import { checkSheet, type SheetReport } from '../engine/check/checkSheet.js';
import { recordSteps, type Recorded } from '../engine/check/record.js';
import type { Samples } from '../engine/model/dataset.js';
import type { Network } from '../engine/model/network.js';
import { trace } from '../engine/trace/createTrace.js';
import type { Names } from '../engine/trace/names.js';
import { gradientCorrections, sheetCorrections } from './corrections.js';
import type { ParameterNamer } from './diagnoses.js';
import { compareFindings } from './checkFindings.js';
import { programMarks, programSheetMarks } from './programMarks.js';
import { sheetFindings } from './sheetFindings.js';

/** The network and the data whose true values the file is compared with. */
export interface CompareSubject {
  readonly spec: Pick<NetworkConfig, 'training'>;
  readonly network: Network;
  readonly samples: Samples;
  readonly names: Names;
  readonly nameOf: ParameterNamer;
  /** The pass without dropout, where it was recorded before. */
  readonly recorded?: Recorded;
  /** The largest number of multiply-adds in the search for an explanation; absent: the usual one. */
  readonly work?: number;
}

/** The outcome of a comparison. Either `comparison` or `sheet` is null. */
export interface Compared {
  readonly comparison: Comparison | null;
  readonly sheet: SheetReport | null;
  readonly findings: readonly Finding[];
  /** The corrections of wrong numbers in the file. */
  readonly corrections: readonly Correction[];
  /** The wrong values at the lines of the program that computed them. */
  readonly marks: readonly Mark[];
  /** Returns the place of a value in that program; null where a file was compared. */
  readonly placeInProgram: PlaceOf;
}

/** The most samples of a batch that are traced. */
const mostTraced = 1000;

/** Compares a file's numbers with the right values and returns the findings. It yields regularly to let the caller pause it. */
export function* compareSteps(
  file: GivenFile,
  { spec: { training }, network, samples, names, nameOf, recorded, work }: CompareSubject,
  candidates: readonly Candidate[] = [],
): Generator<undefined, Compared> {
  const { isProgram, placeOf } = file;
  const placeInProgram: PlaceOf = isProgram ? placeOf : () => null;
  if (file.kind === 'sheet') {
    const count = Math.min(samples.inputs.rows, training.batchSize ?? mostTraced, mostTraced);
    const rows = Array.from({ length: count }, (_, row) => row);
    const pass = trace(network, samples, training, { names, rows });
    const sheet = yield* checkSheet(pass, file.numbers, file.steps);
    const findings = sheetFindings(sheet, placeOf);
    const corrections = isProgram ? [] : sheetCorrections(sheet, file.numbers, placeOf);
    const marks = isProgram ? programSheetMarks(sheet, placeOf) : [];
    return { comparison: null, sheet, findings, corrections, marks, placeInProgram };
  }
  const wording = { names, nameOf, layers: network.layers.length };
  const pass = recorded ?? (yield* recordSteps(network, samples, { dropoutSeed: null }));
  const comparison = yield* compareRecorded(pass, file.given, training, candidates, work);
  const findings = compareFindings(comparison, wording, placeOf);
  const corrections = isProgram ? [] : gradientCorrections(comparison, nameOf, placeOf);
  const marks = isProgram ? programMarks(comparison, nameOf, placeOf) : [];
  return { comparison, sheet: null, findings, corrections, marks, placeInProgram };
}
