/** A derivation that can be written as Markdown, HTML or LaTeX. */
export interface Document {
  readonly title: string;
  /** The language, a value for HTML's `lang`. */
  readonly language: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** A line of mathematics. */
  | { readonly kind: 'formula'; readonly latex: string }
  /** An equation aligned at its relations: the left side once, then each right side on a line of its own. */
  | { readonly kind: 'equation'; readonly left: string; readonly right: readonly string[] };

/** Returns a block as LaTeX for display mathematics. */
export function displayLatex(block: Extract<Block, { readonly kind: 'formula' | 'equation' }>): string {
  if (block.kind === 'formula') return block.latex;
  const lines = block.right.map((side, i) => `${i === 0 ? `${block.left} ` : ''}&= ${side}`);
  return `\\begin{aligned}\n${lines.join(' \\\\\n')}\n\\end{aligned}`;
}
