import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { ParsedConfig } from '../../config/parse.js';
import { plainName } from '../../config/plainText.js';
import type { Problem } from '../../config/problem.js';
import type { Severity } from '../../config/span.js';
import type { ConfigFacts } from './configFacts.js';

export const languageId = 'backprop';
/** The scheme of documents with the texts of past runs. */
export const runScheme = 'backprop-run';

/** Returns whether a document is a config. An older text of one, which the editor compares with another, is not. */
export const isConfig = ({ languageId: language, uri: { scheme } }: vscode.TextDocument): boolean =>
  language === languageId && scheme !== runScheme && scheme !== 'git';

/** An open config and the result of parsing its text. */
export interface ConfigFile {
  readonly document: vscode.TextDocument;
  /** The document's version when it was parsed; the document may have changed since. */
  readonly version: number;
  readonly parsed: ParsedConfig;
}

/** The pause in typing after which the text is parsed, in ms; longer for a long text. */
const quietMs = 150;
const quietMsPerMegabyte = 300;

/** @param problems the problems of the text and of the data */
export function factsOf({ parsed, document }: ConfigFile, problems: readonly Problem[]): ConfigFacts {
  const count = (wanted: Severity): number => problems.filter(({ severity }) => severity === wanted).length;
  const errors = count('error');
  const first = problems.find(({ severity }) => severity === (errors ? 'error' : 'warning'));
  const { spec, withSettings, sourceWith } = parsed;
  const run = spec ? JSON.stringify({ ...spec, name: '' }) : document.getText();
  return {
    name: plainName(spec?.name ?? baseName(document.uri)),
    spec,
    withSettings,
    sourceWith,
    fingerprint: createHash('sha1').update(run).digest('base64'),
    problems: { errors, warnings: count('warning'), first: first?.message ?? null },
  };
}

export function baseName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1).replace(/\.backprop\.json$/, '');
}

/** Parses each config when it is opened and again after each pause in typing. */
export class ConfigFiles implements vscode.Disposable {
  private readonly files = new Map<string, ConfigFile>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly parsed = new vscode.EventEmitter<ConfigFile>();
  private readonly closed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidParse = this.parsed.event;
  readonly onDidClose = this.closed.event;

  constructor(private readonly report: (error: unknown) => void) {
    const { workspace } = vscode;
    this.subscriptions = [
      workspace.onDidOpenTextDocument((document) => this.soon(document, 0)),
      workspace.onDidChangeTextDocument(({ document }) => this.soon(document, pauseBeforeParsing(document))),
      workspace.onDidCloseTextDocument((document) => this.close(document)),
    ];
  }

  /** Adds the configs that were open before the extension was activated. */
  start(): void {
    for (const document of vscode.workspace.textDocuments) this.soon(document, 0);
  }

  get(uri: vscode.Uri): ConfigFile | undefined {
    return this.files.get(uri.toString());
  }

  get all(): Iterable<ConfigFile> {
    return this.files.values();
  }

  /** Returns the config parsed from the document's current text. */
  async read(document: vscode.TextDocument): Promise<ConfigFile> {
    this.cancel(document.uri.toString());
    const present = this.get(document.uri);
    if (present?.document === document && present.version === document.version) return present;
    const { version } = document;
    const { parseConfig } = await import('../../config/parse.js');
    const parsed = await parseConfig(document.getText(), document.fileName);
    if (document.isClosed) return { document, version, parsed };
    if (document.version !== version) return this.read(document);
    const file = { document, version, parsed };
    this.files.set(document.uri.toString(), file);
    this.parsed.fire(file);
    return file;
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private soon(document: vscode.TextDocument, ms: number): void {
    if (!isConfig(document)) return;
    const key = document.uri.toString();
    this.cancel(key);
    const read = (): void => void this.read(document).catch(this.report);
    this.timers.set(key, setTimeout(read, ms));
  }

  private cancel(key: string): void {
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
  }

  private close(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    this.cancel(key);
    if (this.files.delete(key)) this.closed.fire(document.uri);
  }
}

function pauseBeforeParsing(document: vscode.TextDocument): number {
  const last = document.lineAt(document.lineCount - 1);
  return quietMs + (document.offsetAt(last.range.end) / 1e6) * quietMsPerMegabyte;
}
