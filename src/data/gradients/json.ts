import * as l10n from '@vscode/l10n';
import { findNodeAtLocation, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { nearest } from '../../config/likeness.js';
import type { RawGradients, RawTensor } from './raw.js';
import { written, type Written } from './rounding.js';

/** What is wrong at an offset of the text. */
export interface TextProblem {
  readonly offset: number;
  readonly message: string;
  /** The rest can be used nevertheless. */
  readonly isWarning: boolean;
}

/** Quantities of a pass by name, worked by hand. */
export interface SheetEntry {
  readonly name: string;
  readonly number: Written;
  readonly offset: number;
}

export type GradientsText =
  | { readonly kind: 'gradients'; readonly raw: RawGradients; readonly problems: readonly TextProblem[] }
  | {
      readonly kind: 'sheet';
      readonly entries: readonly SheetEntry[];
      readonly problems: readonly TextProblem[];
    }
  | { readonly kind: 'invalid'; readonly problems: readonly TextProblem[] };

/** Gradients (`{ "layers": [{ "weights", "bias" }] }`) or a sheet (`{ "net_h1": 0.3775 }`) as JSON, comments allowed. */
export function readGradientsText(text: string): GradientsText {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const error = errors.at(0);
  if (error || root?.type !== 'object')
    return { kind: 'invalid', problems: [syntaxProblem(text, error?.offset ?? root?.offset ?? 0)] };
  const reader = new Reader(text);
  const layers = findNodeAtLocation(root, ['layers']);
  if (!layers) return sheet(root, reader);
  const raw = reader.gradients(root, layers);
  const { problems } = reader;
  return problems.some(({ isWarning }) => !isWarning)
    ? { kind: 'invalid', problems }
    : { kind: 'gradients', raw, problems };
}

function syntaxProblem(text: string, offset: number): TextProblem {
  const word = /^-?(nan|inf(inity)?)\b/i.exec(text.slice(offset))?.[0];
  const message = word
    ? l10n.t(
        '{0} is no number: something overflowed or was divided by 0 where these gradients were computed.',
        word,
      )
    : l10n.t('This is no JSON object with "layers", or with quantities by name.');
  return { offset, message, isWarning: false };
}

function sheet(root: Node, reader: Reader): GradientsText {
  const entries = (root.children ?? []).flatMap((property): SheetEntry[] => {
    const [key, value] = property.children ?? [];
    const number = reader.number(value);
    return number ? [{ name: String(key.value), number, offset: key.offset }] : [];
  });
  const { problems } = reader;
  if (entries.length === 0)
    problems.push({
      offset: root.offset,
      message: l10n.t('There are no gradients here: "layers" is missing.'),
      isWarning: false,
    });
  return problems.some(({ isWarning }) => !isWarning)
    ? { kind: 'invalid', problems }
    : { kind: 'sheet', entries, problems };
}

const topKeys = ['layers', 'loss', 'outputs'];
const layerKeys = ['weights', 'bias'];

class Reader {
  readonly problems: TextProblem[] = [];

  constructor(private readonly text: string) {}

  gradients(root: Node, layers: Node): RawGradients {
    this.checkKeys(root, topKeys);
    if (layers.type !== 'array')
      this.fail(layers, l10n.t('"layers" is a list with an object for each layer.'));
    const outer = (key: string) => this.tensor(findNodeAtLocation(root, [key]));
    return {
      layers: layers.type === 'array' ? (layers.children ?? []).map((layer) => this.layer(layer)) : [],
      loss: outer('loss'),
      outputs: outer('outputs'),
    };
  }

  private layer(node: Node): RawGradients['layers'][number] {
    if (node.type === 'null') return { weights: null, bias: null };
    if (node.type !== 'object')
      this.fail(node, l10n.t('A layer is an object with "weights" and "bias", or null.'));
    else this.checkKeys(node, layerKeys);
    const inner = (key: string) =>
      node.type === 'object' ? this.tensor(findNodeAtLocation(node, [key])) : null;
    return { weights: inner('weights'), bias: inner('bias') };
  }

  /** Null where nothing was given. */
  private tensor(node: Node | undefined): RawTensor | null {
    if (!node || node.type === 'null') return null;
    const shape = this.shapeOf(node);
    const numbers: (Written | null)[] = [];
    const visit = (each: Node, depth: number): void => {
      if (depth === shape.length) numbers.push(each.type === 'null' ? null : this.number(each));
      else if (each.type === 'null') for (let i = 0; i < size(shape.slice(depth)); i++) numbers.push(null);
      else if (each.type !== 'array' || each.children?.length !== shape[depth])
        this.fail(
          each,
          l10n.t('Every row needs {0} entries here, null for those that are not given.', shape[depth]),
        );
      else for (const child of each.children) visit(child, depth + 1);
    };
    visit(node, 0);
    return { shape, numbers, precision: 0 };
  }

  /** By the first row that is one. */
  private shapeOf(node: Node): number[] {
    if (node.type !== 'array') return [];
    const children = node.children ?? [];
    const row = children.find(({ type }) => type === 'array');
    return [children.length, ...(row ? this.shapeOf(row) : [])];
  }

  number(node: Node): Written | null {
    const text = this.text.slice(node.offset, node.offset + node.length);
    const number = node.type === 'number' ? written(text) : null;
    if (number && Number.isFinite(number.value)) return number;
    this.fail(node, l10n.t('{0} is no finite number.', text.length > 30 ? `${text.slice(0, 30)}…` : text));
    return null;
  }

  private checkKeys(node: Node, known: readonly string[]): void {
    for (const property of node.children ?? []) {
      const key = property.children?.[0];
      const name = String(key?.value);
      if (!key || known.includes(name)) continue;
      const near = nearest(name, known);
      const message = near
        ? l10n.t('"{0}" is not read here. Did you mean "{1}"?', name, near)
        : l10n.t('"{0}" is not read here; there are {1}.', name, known.join(', '));
      this.problems.push({ offset: key.offset, message, isWarning: true });
    }
  }

  private fail({ offset }: Node, message: string): void {
    this.problems.push({ offset, message, isWarning: false });
  }
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
