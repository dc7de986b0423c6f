import * as l10n from '@vscode/l10n';
import {
  DiagnosticSeverity,
  ErrorCode,
  getLanguageService,
  TextDocument,
  type Diagnostic,
  type JSONDocument,
  type JSONSchema,
} from 'vscode-json-languageservice';
import schema from '../../media/backprop.schema.json';
import type { Problem } from './problem.js';
import type { Severity } from './span.js';
import type { Value } from './tree.js';

/** The uri is told apart by nothing: each text is validated by itself. */
const uri = 'backprop://config';

const service = getLanguageService({});

/** The text as the editor's own JSON service reads it. */
export class JsonText {
  private readonly document: TextDocument;
  private readonly json: JSONDocument;

  constructor(text: string) {
    this.document = TextDocument.create(uri, 'backprop', 0, text);
    this.json = service.parseJSONDocument(this.document);
  }

  get root(): Value {
    return this.json.root;
  }

  /** What that service reports, of the syntax and from the schema that the extension contributes. */
  async problems(): Promise<readonly Problem[]> {
    const settings = { comments: 'ignore', trailingCommas: 'ignore', schemaValidation: 'error' } as const;
    const found = await service.doValidation(this.document, this.json, settings, rootSchema);
    return found.map((each) => this.toProblem(each));
  }

  private toProblem({ range, message, severity, code }: Diagnostic): Problem {
    const offset = this.document.offsetAt(range.start);
    return {
      severity: severities[severity ?? DiagnosticSeverity.Error],
      code: codeOf(code),
      // Its own messages are among the texts that are translated.
      message: l10n.t(typeof message === 'string' ? message : message.value),
      span: { offset, length: this.document.offsetAt(range.end) - offset },
      fromSchema: true,
    };
  }
}

/** A copy, since the service resolves references in place. With an id it keeps it once; without, once for each call. */
const rootSchema = JSON.parse(JSON.stringify({ ...schema, id: 'backprop://schema' })) as JSONSchema;

/** What breaks the schema has no code, or one of the first two. */
function codeOf(code: Diagnostic['code']): string {
  if (code === ErrorCode.DuplicateKey) return 'duplicate-key';
  return code === undefined || code === ErrorCode.EnumValueMismatch || code === ErrorCode.Deprecated
    ? 'schema'
    : 'syntax';
}

const severities: Readonly<Record<DiagnosticSeverity, Severity>> = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Information]: 'info',
  [DiagnosticSeverity.Hint]: 'info',
};
