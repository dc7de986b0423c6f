import type * as vscode from 'vscode';
import type { NotesReport } from '../../jobs/notes/checkNotes.js';

/** A worksheet, or lecture notes, in an editor and the result of its check. */
export interface Sheet {
  readonly document: vscode.TextDocument;
  /** The version of the document that was checked. */
  readonly version: number;
  readonly report: NotesReport;
}
