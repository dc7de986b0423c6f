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

/** The URI of every document. It need not be unique, since each text is validated by itself. */
const uri = 'backprop://config';

const service = getLanguageService({});

/** A text as parsed by the editor's JSON service. */
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

  /** Returns the syntax and schema problems that the service reports with the extension's schema. */
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
      // The translations include the service's own messages.
      message: l10n.t(typeof message === 'string' ? message : message.value),
      span: { offset, length: this.document.offsetAt(range.end) - offset },
      fromSchema: true,
    };
  }
}

/** A copy of the schema, since the service resolves references in place. Without an id it would cache it once per call. */
const rootSchema = JSON.parse(JSON.stringify({ ...schema, id: 'backprop://schema' })) as JSONSchema;

/** Returns a problem's code. Violations of the schema have no code, `EnumValueMismatch` or `Deprecated`. */
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
