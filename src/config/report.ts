import * as l10n from '@vscode/l10n';
import { visible } from './characters.js';
import type { Fix } from './fix.js';
import type { Problem } from './problem.js';
import type { Span } from './span.js';
import { spanOf } from './tree.js';

/** The most problems that are kept. A file can have millions. */
const most = 100;

/** Collects the problems of a config. */
export class Report {
  private readonly found: Problem[] = [];
  private errors = 0;

  /** @param text the text of the config */
  constructor(readonly text: string) {}

  error(code: string, at: Span, message: string, fix?: Fix): void {
    this.add({ severity: 'error', code, message, span: spanOf(at), fix });
  }

  warning(code: string, at: Span, message: string, fix?: Fix): void {
    this.add({ severity: 'warning', code, message, span: spanOf(at), fix });
  }

  info(code: string, at: Span, message: string, fix?: Fix): void {
    this.add({ severity: 'info', code, message, span: spanOf(at), fix });
  }

  add(found: Problem): void {
    const problem = { ...found, message: visible(found.message) };
    if (problem.severity === 'error') this.errors++;
    // The first error is kept even when the list is full of warnings.
    if (this.found.length < most || (problem.severity === 'error' && this.errors === 1)) {
      this.found.push(problem);
    }
  }

  /** The number of problems so far. */
  get count(): number {
    return this.found.length;
  }

  get hasErrors(): boolean {
    return this.errors > 0;
  }

  /** Whether a problem with exactly this span, such as one of the JSON service, is already reported. */
  hasProblemAt({ offset, length }: Span): boolean {
    return this.found.some(({ span }) => span.offset === offset && span.length === length);
  }

  /** Whether further problems are dropped, so that checks of long tables can stop. */
  get isFull(): boolean {
    return this.found.length >= most && this.errors > 0;
  }

  /** The problems in the order of the text. Where there were too many, the last one states that. */
  get problems(): readonly Problem[] {
    const sorted = [...this.found].sort((a, b) => a.span.offset - b.span.offset);
    const last = sorted.at(-1);
    return last && sorted.length >= most ? [...sorted, tooMany(last.span)] : sorted;
  }
}

const tooMany = (span: Span): Problem => ({
  severity: 'info',
  code: 'too-many-problems',
  message: l10n.t('Only the first {0} problems are shown. Fix these first.', most),
  span,
});
