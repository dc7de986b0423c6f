import type { Finding, Problem } from './problem.js';
import type { JsonPath, Span } from './span.js';
import { asItems, keyOf, property, spanOf, type Value } from './tree.js';

/** Where the values of a config stand in its text. Knows a place for every path, also in a file that is half typed. */
export class Spans {
  constructor(
    private readonly root: Value,
    private readonly text: string,
  ) {}

  /** The value at the path, or of its nearest ancestor that exists. */
  at(path: JsonPath): Span {
    return placeOf(this.find(path));
  }

  /** The key of the value at the path; the value itself where it has no key (an array's item). */
  key(path: JsonPath): Span {
    const node = this.find(path);
    return placeOf(node && keyOf(node));
  }

  /** A place to underline: the value where it stands in one line, else its key or its first character. */
  mark(path: JsonPath): Span {
    const { offset, length } = this.at(path);
    if (!this.text.slice(offset, offset + length).includes('\n')) return { offset, length };
    const node = this.find(path);
    return node?.parent?.type === 'property' ? spanOf(node.parent.keyNode) : { offset, length: 1 };
  }

  toProblem({ severity, code, message, path, related, witnesses }: Finding): Problem {
    const marked = witnesses?.map((witness) => ({
      span: this.mark(witness.path),
      message: witness.message,
    }));
    return { severity, code, message, span: this.mark(path), related, ...(marked && { witnesses: marked }) };
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
