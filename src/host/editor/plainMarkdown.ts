import * as vscode from 'vscode';
import { plainText } from '../../config/plainText.js';

/** A table of plain texts, any of which may come from a file; Markdown in them is escaped. */
export interface PlainTable {
  readonly title?: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Returns the tables in sequence. They cannot contain command links. */
export function markdownOf(tables: readonly PlainTable[]): vscode.MarkdownString {
  return new vscode.MarkdownString(tables.map(tableText).join('\n\n'));
}

function tableText({ title, header, rows }: PlainTable): string {
  const heading = title === undefined ? [] : [`**${escaped(title)}**`, ''];
  return [...heading, line(header), `|${' --- |'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;

/** Returns the text with all ASCII punctuation escaped, which also keeps URLs from becoming links. */
const escaped = (text: string): string => plainText(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');
