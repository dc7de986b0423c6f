import { replacement as fixOf } from './fix.js';
import type { Finding, Problem } from './problem.js';
import type { JsonPath, Span } from './span.js';
import { spanInString } from './spanInString.js';
import { asItems, keyOf, property, spanOf, type Value } from './tree.js';

/** The positions of a config's values in its text. Every path has a span, even in an incomplete file. */
export class Spans {
  constructor(
    private readonly root: Value,
    private readonly text: string,
  ) {}

  /** Returns the span of the value at the path, or of its nearest ancestor that exists. */
  at(path: JsonPath): Span {
    return placeOf(this.find(path));
  }

  /** Returns the span of the key of the value at the path; of the value itself where it is an array's item. */
  key(path: JsonPath): Span {
    const node = this.find(path);
    return placeOf(node && keyOf(node));
  }

  /** Returns the span to underline: the value where it is on one line, else its key or its first character. */
  mark(path: JsonPath): Span {
    const { offset, length } = this.at(path);
    if (!this.text.slice(offset, offset + length).includes('\n')) return { offset, length };
    const node = this.find(path);
    return node?.parent?.type === 'property' ? spanOf(node.parent.keyNode) : { offset, length: 1 };
  }

  toProblem(finding: Finding): Problem {
    const { severity, code, message, path, isKey, within, replacement, related } = finding;
    const { witnesses, changes, formulas } = finding;
    const marked = witnesses?.map((witness) => ({
      span: this.mark(witness.path),
      message: witness.message,
    }));
    const span = isKey ? this.key(path) : within ? this.within(path, within) : this.mark(path);
    return {
      severity,
      code,
      message,
      span,
      related,
      ...(replacement !== undefined && { fix: fixOf(span, JSON.stringify(replacement).slice(1, -1)) }),
      ...(changes && { changes }),
      ...(formulas && { formulas }),
      ...(marked && { witnesses: marked }),
    };
  }

  private within(path: JsonPath, within: Span): Span {
    const node = this.find(path);
    return node?.type === 'string' ? spanInString(this.text, node, within) : this.mark(path);
  }

  private find(path: JsonPath): Value {
    let node = this.root;
    for (const segment of path) {
      const next: Value =
        typeof segment === 'number' ? asItems(node)?.[segment] : property(node, segment)?.valueNode;
      if (!next) break;
      node = next;
    }
    return node;
  }
}

const placeOf = (node: Value): Span => (node ? spanOf(node) : { offset: 0, length: 0 });
