import type { NoteMark, Notes } from '../../config/notes/notes.js';
import { readNotes } from '../../config/notes/readNotes.js';
import type { Problem } from '../../config/problem.js';
import type { Files } from '../../data/files.js';
import { limits } from '../../engine/limits.js';
import { noteProblems } from '../../words/noteProblems.js';
import { drive, type Driving } from '../drive.js';
import { judgeMarks, type NoteEntry } from './judgeMarks.js';
import { loadNotePasses, type LoadedPasses } from './loadNotePasses.js';

export interface NotesReport {
  /** The numbers in the order of the document; none of a section whose config has an error. */
  readonly entries: readonly NoteEntry[];
  /** What is wrong with the document apart from its numbers. */
  readonly problems: readonly Problem[];
  /** The significant digits that a worksheet asks for; null for other notes. */
  readonly digits: number | null;
}

export interface NotesOptions extends Driving {
  /** Loads the passes of a config, in place of `loadNotePasses`, so that they can be kept. */
  readonly load?: typeof loadNotePasses;
}

/**
 * Compares the numbers of lecture notes, or of a worksheet, with the passes of the configs in them. It rejects only when
 * `signal` is aborted, with the signal's reason.
 *
 * @param files the files of the document's folder
 */
export async function checkNotes(
  text: string,
  files: Files,
  { load = loadNotePasses, ...driving }: NotesOptions = {},
): Promise<NotesReport> {
  if (text.length > limits.noteCharacters)
    return { entries: [], problems: [noteProblems.tooLong(limits.noteCharacters)], digits: null };
  const notes = readNotes(text);
  const { digits } = notes;
  const problems = documentProblems(notes);
  const entries: NoteEntry[] = [];
  for (const section of notes.sections) {
    const loaded: LoadedPasses = await load(section, files, driving.signal);
    problems.push(...loaded.problems);
    if (!loaded.passes) continue;
    const judged = await drive(judgeMarks(section.marks, loaded.passes, digits), driving);
    entries.push(...judged.entries);
    problems.push(...judged.problems);
  }
  return { entries, problems, digits };
}

function documentProblems({ sections, stray, cutAt }: Notes): Problem[] {
  const marks: readonly NoteMark[] = [...stray, ...sections.flatMap((section) => section.marks)];
  return [
    ...(sections.length === 0 ? [noteProblems.noConfig(stray.at(0)?.at)] : []),
    ...(marks.length === 0 ? [noteProblems.noMarks()] : []),
    ...(cutAt === null ? [] : [noteProblems.tooMany(cutAt, limits.sheetEntries)]),
  ];
}
