import * as l10n from '@vscode/l10n';
import type { Finding } from '../../config/problem.js';
import type { CompareResult } from '../../data/gradients/gradientSource.js';
import { nothingFound } from '../../data/gradients/readGradientsText.js';
import type { Comparison } from '../../engine/check/compareGradients.js';
import type { Diagnosis } from '../../engine/check/diagnose.js';
import { isNoError } from '../../engine/check/mistakes/mistake.js';
import type { GivenFile, GivenPlace } from '../../engine/check/givenGradients.js';
import type { SheetReport } from '../../engine/check/checkSheet.js';
import type { GradedAnswer, GradedMistake, WrongAnswer } from '../../protocol.js';
import { compareSteps } from '../../words/compareSteps.js';
import {
  describeDiagnosis,
  describeMisfit,
  describeOtherWeights,
  isRight,
  type ParameterNamer,
} from '../../words/diagnoses.js';
import { editFormulas } from '../../words/editFormulas.js';
import { conventionTitle, mistakeTitle, type AnswerFault } from '../../words/mistakeTitle.js';
import { sheetFindings } from '../../words/sheetFindings.js';
import { countMissing } from './countMissing.js';
import type { GradeSubject } from './gradeSubject.js';

export type { GradedAnswer };

/** What was read from an answer's file. */
export type ReadAnswer = Pick<CompareResult, 'file' | 'findings'>;

/** Grades one answer. Yields during the work. */
export function* gradeAnswer(
  subject: GradeSubject,
  name: string,
  { file, findings }: ReadAnswer,
): Generator<undefined, GradedAnswer> {
  const problems = findings.map(({ code, message }) =>
    // Names are not relative to the config, as the message for `compare` says.
    code === 'file-not-found' ? l10n.t('There is no file "{0}".', name) : message,
  );
  if (!file) return unreadable(name, problems, placeOf(findings));
  const { comparison, sheet } = yield* compareSteps(file, subject);
  if (sheet) return ofSheet(name, sheet, file, problems);
  if (!comparison) throw new Error('a comparison has neither gradients nor a sheet');
  if (comparison.compared === 0 && comparison.misfits.length === 0)
    return unreadable(name, [nothingFound([]), ...problems], null);
  return ofGradients(name, comparison, file, problems, subject);
}

export function unreadable(
  file: string,
  problems: readonly string[],
  place: GradedAnswer['place'],
): GradedAnswer {
  return {
    file,
    verdict: 'unreadable',
    right: 0,
    wrong: 0,
    undecided: 0,
    missing: 0,
    firstWrong: null,
    place,
    diagnoses: [],
    problems,
  };
}

function placeOf(findings: readonly Finding[]): GradedAnswer['place'] {
  const first = findings.find(({ severity }) => severity === 'error')?.related?.at(0);
  return first ? { line: first.line, column: first.column } : null;
}

function placeIn(file: GivenFile, at: GivenPlace | undefined): GradedAnswer['place'] {
  const place = at && file.placeOf(at);
  return place ? { line: place.line, column: place.column } : null;
}

function ofGradients(
  name: string,
  comparison: Comparison,
  file: GivenFile,
  problems: readonly string[],
  { network, nameOf }: GradeSubject,
): GradedAnswer {
  const { compared, wrong, undecided, tensors, misfits } = comparison;
  const first = tensors.find(({ entries }) => entries.length > 0);
  const entry = first?.entries[0];
  const misfit = misfits.at(0);
  const at: GivenPlace | undefined =
    entry?.place ?? (misfit && { kind: 'tensor', layer: misfit.layer, tensor: misfit.tensor, entry: null });
  const firstWrong: WrongAnswer | null =
    first && entry
      ? {
          name: nameOf(first.layer, first.tensor, entry.index),
          layer: first.layer,
          tensor: first.tensor,
          index: entry.index,
          given: entry.given,
          truth: entry.truth,
        }
      : null;
  return {
    file: name,
    verdict: isRight(comparison) ? 'right' : 'wrong',
    right: compared - wrong - undecided,
    wrong,
    undecided,
    missing: countMissing(network, comparison),
    firstWrong,
    place: placeIn(file, at),
    diagnoses: mistakesOf(comparison, nameOf),
    problems,
  };
}

function mistakesOf(
  { diagnoses, otherWeights, misfits }: Comparison,
  nameOf: ParameterNamer,
): GradedMistake[] {
  const other = otherWeights ? [faultOf('other-weights', describeOtherWeights(otherWeights))] : [];
  const shapes = misfits.map((misfit) =>
    faultOf('compare-shape', describeMisfit(misfit), misfit.layer, misfit.tensor),
  );
  return [...shapes, ...other, ...diagnoses.map((diagnosis) => ofDiagnosis(diagnosis, nameOf))];
}

const faultOf = (
  mistake: AnswerFault,
  message: string,
  layer: GradedMistake['layer'] = null,
  tensor: GradedMistake['tensor'] = null,
): GradedMistake => ({ layer, tensor, mistake, title: mistakeTitle(mistake), key: mistake, message });

function ofDiagnosis(diagnosis: Diagnosis, nameOf: ParameterNamer): GradedMistake {
  const { layer, tensor, mistake } = diagnosis;
  const formulas = editFormulas(mistake, layer);
  const isMistake = !isNoError(mistake);
  const title = isMistake ? mistakeTitle(mistake.code) : conventionTitle(mistake);
  return {
    layer,
    tensor,
    mistake: mistake.code,
    title: formulas ? `${title}: ${formulas.wrote.text}` : title,
    // Formulas that differ are different mistakes.
    key: isMistake ? (formulas ? `${mistake.code} ${formulas.wrote.text}` : mistake.code) : null,
    message: describeDiagnosis(diagnosis, nameOf),
    ...formulas,
  };
}

function ofSheet(
  name: string,
  sheet: SheetReport,
  file: GivenFile,
  problems: readonly string[],
): GradedAnswer {
  const wrong = sheet.entries.filter(({ verdict }) => verdict === 'wrong').length;
  const first = sheet.firstWrong === null ? undefined : sheet.entries[sheet.firstWrong];
  const unknown = sheet.unknown.at(0);
  const quantity = first?.name ?? unknown;
  const place = placeIn(file, quantity === undefined ? undefined : { kind: 'quantity', name: quantity });
  const findings = sheetFindings(sheet);
  if (sheet.entries.length === 0)
    return unreadable(name, [...findings.map(({ message }) => message), ...problems], place);
  return {
    file: name,
    verdict: wrong > 0 || unknown !== undefined ? 'wrong' : 'right',
    right: sheet.entries.length - wrong,
    wrong,
    undecided: 0,
    missing: 0,
    firstWrong: first
      ? {
          name: first.name,
          layer: null,
          tensor: null,
          index: null,
          given: first.given,
          truth: first.expected,
        }
      : null,
    place,
    diagnoses: findings.flatMap(({ code, message }) =>
      code === 'sheet-wrong' || code === 'unknown-quantity' ? [faultOf(code, message)] : [],
    ),
    problems,
  };
}
