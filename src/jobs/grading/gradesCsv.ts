import Papa from 'papaparse';
import type { GradedAnswer } from '../../protocol.js';

const fields = [
  'file', 'verdict', 'right', 'wrong', 'undecided', 'missing', 'firstWrong', 'given', 'expected', 'line', 'mistakes', 'message',
]; // prettier-ignore

/** Returns the lines of a CSV file: a header and one row for each answer. Texts never begin like a formula. */
export const gradesHeader = (): string => lineOf(fields);

export const gradesRow = (answer: GradedAnswer): string => lineOf(cellsOf(answer));

/** Returns all answers as CSV, with line ends as spreadsheets expect them. */
export const gradesCsv = (answers: readonly GradedAnswer[]): string =>
  [gradesHeader(), ...answers.map(gradesRow)].map((line) => `${line}\r\n`).join('');

const lineOf = (cells: readonly (string | number)[]): string =>
  // Spreadsheets compute a text that begins like a formula.
  Papa.unparse([[...cells]], { escapeFormulae: true, newline: '\n' });

function cellsOf(answer: GradedAnswer): (string | number)[] {
  const { file, verdict, right, wrong, undecided, missing, firstWrong, place, diagnoses, problems } = answer;
  return [
    file,
    verdict,
    right,
    wrong,
    undecided,
    missing,
    firstWrong?.name ?? '',
    firstWrong?.given ?? '',
    firstWrong?.truth ?? '',
    place?.line ?? '',
    [...new Set(diagnoses.map(({ mistake }) => mistake))].join(' '),
    [...diagnoses.map(({ message }) => message), ...problems].join(' '),
  ];
}
