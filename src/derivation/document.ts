/** A derivation before it is Markdown, HTML or LaTeX. */
export interface Document {
  readonly title: string;
  /** As in HTML's `lang`. */
  readonly language: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** One line of mathematics. */
  | { readonly kind: 'formula'; readonly latex: string }
  /** Lines of an equation, aligned at their first relation: the left side once, then each right side. */
  | { readonly kind: 'equation'; readonly left: string; readonly right: readonly string[] };

/** Display mathematics as LaTeX. */
export function displayLatex(block: Extract<Block, { readonly kind: 'formula' | 'equation' }>): string {
  if (block.kind === 'formula') return block.latex;
  const lines = block.right.map((side, i) => `${i === 0 ? `${block.left} ` : ''}&= ${side}`);
  return `\\begin{aligned}\n${lines.join(' \\\\\n')}\n\\end{aligned}`;
}
