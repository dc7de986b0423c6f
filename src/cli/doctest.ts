import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { Lines } from '../config/lines.js';
import type { Problem } from '../config/problem.js';
import { limits } from '../engine/limits.js';
import { checkNotes, type NotesReport } from '../jobs/notes/checkNotes.js';
import type { NoteEntry, NoteVerdict } from '../jobs/notes/judgeMarks.js';
import { filesIn } from '../node/filesIn.js';
import { correctionOf } from '../words/noteWords.js';
import { noteProblems } from '../words/noteProblems.js';
import { UsageError } from './errors.js';
import { failToRead } from './failToRead.js';
import { problemRecord, showProblem, type ProblemFile } from './problems.js';
import { driving, type Session } from './session.js';

/** The numbers of one or more documents by verdict, and their other problems. */
type Counts = Record<NoteVerdict | 'problems', number>;

/** Checks the numbers of lecture notes and worksheets. @returns whether none is wrong and all could be checked */
export async function doctest(session: Session): Promise<boolean> {
  const { call, output } = session;
  const total: Counts = { right: 0, wrong: 0, follows: 0, blank: 0, invalid: 0, problems: 0 };
  const names = [call.file, ...call.otherFiles];
  for (const name of names) {
    const { file, report } = await checked(name, session);
    for (const { verdict } of report.entries) total[verdict]++;
    total.problems += report.problems.length;
    print(file, report, session);
  }
  const { right, wrong, follows, blank, invalid, problems } = total;
  const failed = wrong + follows + invalid;
  if (call.json)
    output.json({
      event: 'done',
      files: names.length,
      right,
      wrong: wrong + invalid,
      follows,
      blank,
      problems,
    });
  else output.line(l10n.t('Numbers right: {0}; wrong: {1}; blank: {2}', right, failed, blank));
  return failed + problems === 0;
}

async function checked(
  name: string,
  session: Session,
): Promise<{ readonly file: ProblemFile; readonly report: NotesReport }> {
  const text = await readNotesFile(name);
  const file = { file: name, text: text ?? '', lines: new Lines(text ?? '') };
  if (text === null)
    return {
      file,
      report: { entries: [], problems: [noteProblems.tooLong(limits.noteCharacters)], digits: null },
    };
  const files = filesIn(path.dirname(path.resolve(name)));
  return { file, report: await checkNotes(text, files, driving(session)) };
}

/** Returns the text of a document; null where it is too long. @throws UsageError where it cannot be read */
async function readNotesFile(name: string): Promise<string | null> {
  try {
    const facts = await stat(name);
    if (facts.isDirectory())
      throw new UsageError(l10n.t('"{0}" is a folder. Name a Markdown file in it.', name));
    if (facts.size > 4 * limits.noteCharacters) return null;
    return (await readFile(name, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    failToRead(name, error);
  }
}

function print(file: ProblemFile, { entries, problems }: NotesReport, { call, output }: Session): void {
  for (const problem of problems) {
    if (call.json) output.json({ event: 'problem', file: file.file, ...problemRecord(file, problem) });
    else output.line(showProblem(file, problem));
  }
  for (const entry of entries) {
    if (call.json) output.json({ event: 'number', file: file.file, ...record(file, entry) });
    else if (entry.verdict !== 'right' && entry.verdict !== 'blank')
      output.line(showProblem(file, problemOf(file, entry)));
  }
}

const written = ({ text }: ProblemFile, { mark }: NoteEntry): string => {
  const { offset, length } = mark.number.span;
  return text.slice(offset, offset + length);
};

function problemOf(file: ProblemFile, entry: NoteEntry): Problem {
  const code = entry.verdict === 'invalid' ? 'not-a-number' : 'wrong-number';
  const message = correctionOf(entry, written(file, entry));
  return { severity: 'error', code, message, span: entry.mark.number.span };
}

/** Returns a number as `--json` prints it. Lines and columns count from 1. */
function record(file: ProblemFile, entry: NoteEntry) {
  const { mark, verdict, right, truth } = entry;
  const { line, column, endLine, endColumn } = problemRecord(file, problemOf(file, entry));
  return {
    line,
    column,
    endLine,
    endColumn,
    name: mark.name,
    ...(mark.row === null ? {} : { sampleIndex: mark.row }),
    verdict,
    text: written(file, entry),
    right,
    value: truth,
  };
}
