import * as l10n from '@vscode/l10n';
import { findNodeAtLocation, parseTree, type JSONPath, type Node } from 'jsonc-parser';
import { shorten } from '../../config/characters.js';
import { nearest } from '../../config/nearest.js';
import { limits } from '../../engine/limits.js';
import { findTensors, placeFound, shapeOf, type Found, type Placed } from './findTensors.js';
import type { LayerShape } from './placeTensors.js';
import type { RawGradients, RawTensor } from './rawGradients.js';
import { written, type Written } from './rounding.js';
import { scan, syntaxMessage, type TextProblem } from './scan.js';

/** A quantity of a pass, by name, that was computed by hand. */
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

/**
 * Reads gradients under common names (`{ "layers": [{ "weights", "bias" }] }`, `{ "W1", "b1" }`) or a sheet
 * (`{ "net_h1": 0.3775 }`) from JSON with comments.
 */
export function readGradientsText(text: string, layers: readonly LayerShape[]): GradientsText {
  const problem = scan(text);
  if (problem) return { kind: 'invalid', problems: [problem] };
  const root = parseTree(text, [], { allowTrailingComma: true });
  const isSheet =
    root?.type === 'object' && root.children?.every((property) => isNumber(property.children?.[1]));
  if (!root || (root.type !== 'object' && root.type !== 'array')) {
    const offset = root?.offset ?? 0;
    return {
      kind: 'invalid',
      problems: [{ offset, message: syntaxMessage(text, offset), isWarning: false }],
    };
  }
  const reader = new Reader(text);
  return isSheet ? reader.sheet(root) : reader.gradients(root, layers);
}

const isNumber = (node: Node | undefined): boolean => node?.type === 'number';

const layerKeys = ['weights', 'bias'];
/** The most names that one message quotes. */
const mostNamed = 5;

class Reader {
  private readonly problems: TextProblem[] = [];

  constructor(private readonly text: string) {}

  sheet(root: Node): GradientsText {
    const properties = root.children ?? [];
    if (properties.length === 0) this.fail(root, nothingFound([]));
    if (properties.length > limits.sheetEntries) {
      const most = limits.sheetEntries.toLocaleString('en');
      this.fail(properties[limits.sheetEntries], l10n.t('A file may give at most {0} quantities.', most));
      return { kind: 'invalid', problems: this.problems };
    }
    const entries = properties.flatMap((property): SheetEntry[] => {
      const [key, value] = property.children ?? [];
      const number = this.number(value);
      return number ? [{ name: String(key.value), number, offset: key.offset }] : [];
    });
    return this.finish({ kind: 'sheet', entries, problems: this.problems });
  }

  gradients(root: Node, layers: readonly LayerShape[]): GradientsText {
    const { placed, unknown } = placeFound(findTensors(root), layers);
    const [given, more] = [layers.map(() => new Map<string, RawTensor>()), [] as Placed[]];
    for (const each of placed) {
      const { layer, tensor } = each.at;
      if (each.node.type === 'null') continue;
      if (layer < layers.length) given[layer].set(tensor, this.tensor(each.node, each.path));
      else more.push(each);
    }
    const listed = findNodeAtLocation(root, ['layers'])?.children?.length ?? 0;
    const layerCount = Math.max(listed, ...more.map(({ at }) => at.layer + 1));
    if (layerCount <= layers.length && given.every(({ size }) => size === 0))
      this.fail(root, nothingFound(unknown.map(({ name }) => name)));
    else for (const each of unknown) this.problems.push(unreadProblem(each));
    const outer = (key: string) => {
      const node = root.type === 'object' ? findNodeAtLocation(root, [key]) : undefined;
      return node && node.type !== 'null' ? this.tensor(node, [key]) : null;
    };
    const raw: RawGradients = {
      layers: given.map((tensors) => ({
        weights: tensors.get('weights') ?? null,
        bias: tensors.get('bias') ?? null,
      })),
      layerCount,
      loss: outer('loss'),
      outputs: outer('outputs'),
    };
    return this.finish({ kind: 'gradients', raw, problems: this.problems });
  }

  private finish(read: GradientsText): GradientsText {
    const isInvalid = this.problems.some(({ isWarning }) => !isWarning);
    return isInvalid ? { kind: 'invalid', problems: this.problems } : read;
  }

  private tensor(node: Node, path: JSONPath): RawTensor {
    const shape = shapeOf(node);
    const numbers: (Written | null)[] = [];
    const read = (each: Node, depth: number): void => {
      if (depth === shape.length) numbers.push(each.type === 'null' ? null : this.number(each));
      else if (each.type === 'null') for (let i = 0; i < size(shape.slice(depth)); i++) numbers.push(null);
      else if (each.type !== 'array' || each.children?.length !== shape[depth])
        this.fail(
          each,
          l10n.t('Every row needs {0} entries. Write null for values that are not given.', shape[depth]),
        );
      else for (const child of each.children) read(child, depth + 1);
    };
    read(node, 0);
    return { shape, numbers, precision: 0, path };
  }

  private number(node: Node): Written | null {
    const text = this.text.slice(node.offset, node.offset + node.length);
    const number = node.type === 'number' ? written(text) : null;
    if (number && Number.isFinite(number.value)) return number;
    this.fail(node, l10n.t('{0} is not a finite number.', shorten(text)));
    return null;
  }

  private fail({ offset }: Node, message: string): void {
    this.problems.push({ offset, message, isWarning: false });
  }
}

function unreadProblem({ name, offset, layer }: Found): TextProblem {
  const near = layer === null ? undefined : nearest(name, layerKeys);
  const message = near
    ? l10n.t('"{0}" is not a known key and is ignored. Did you mean "{1}"?', shorten(name), near)
    : l10n.t('"{0}" is not the name of a gradient and is ignored. {1}', shorten(name), expectedNames());
  return { offset, message, isWarning: true };
}

/** Returns the message for a file without gradients, with the names that it contains. */
export function nothingFound(names: readonly string[]): string {
  const some = names.slice(0, mostNamed).map((name) => `"${shorten(name)}"`);
  const found = [...some, ...(names.length > some.length ? ['…'] : [])].join(', ');
  return names.length === 0
    ? l10n.t('There are no gradients here. {0}', expectedNames())
    : l10n.t('There are no gradients here, only {0}. {1}', found, expectedNames());
}

/** Returns a sentence on how gradients can be named. */
export function expectedNames(): string {
  return l10n.t(
    'Use names such as layer1.weights and layer1.bias, W1 and b1, dW1 and db1, 0.weight and 0.bias, or "weights" and "bias" for each of the "layers".',
  );
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
