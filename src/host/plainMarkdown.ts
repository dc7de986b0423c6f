import * as vscode from 'vscode';
import { plainText } from '../config/plainText.js';

/** A table of texts, any of which may come from a file; nothing in them is Markdown. */
export interface PlainTable {
  readonly title?: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Returns tables below each other. No command can be run from them. */
export function markdownOf(tables: readonly PlainTable[]): vscode.MarkdownString {
  return new vscode.MarkdownString(tables.map(tableText).join('\n\n'));
}

function tableText({ title, header, rows }: PlainTable): string {
  const heading = title === undefined ? [] : [`**${escaped(title)}**`, ''];
  return [...heading, line(header), `|${' --- |'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;

/** Markdown takes any ASCII punctuation after a backslash as it is, which keeps addresses from becoming links, too. */
const escaped = (text: string): string => plainText(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');
