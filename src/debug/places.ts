import { Lines } from '../config/lines.js';
import type { JsonPath, Span } from '../config/span.js';
import type { Spans } from '../config/spans.js';
import type { Network } from '../engine/network.js';
import type { Phase } from '../engine/trace/place.js';

/** Lines and columns from 1. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What a line of the config stands for in a pass: a layer, one of its units, or a phase of its own. */
export interface Target {
  readonly line: number;
  /** From 1; null: whatever the layer. */
  readonly layer: number | null;
  /** From 0; null: the whole layer. */
  readonly unit: number | null;
  /** null: every phase. */
  readonly phase: Phase | null;
}

/** Where the parts of a pass stand in the config's text, and back. */
export class Places {
  private readonly lines: Lines;

  constructor(
    text: string,
    private readonly spans: Spans,
    private readonly network: Pick<Network, 'layers'>,
  ) {
    this.lines = new Lines(text);
  }

  /** A layer, or a unit of it: at its own weights or name where they have a place, else the layer's. */
  of(layer: number, unit: number | null): Range {
    const path: JsonPath = ['layers', layer - 1];
    const ways: JsonPath[] = [['weights', 'value'], ['weights'], ['names']];
    const own =
      unit === null ? undefined : ways.map((way) => this.item([...path, ...way], unit)).find(Boolean);
    return this.range(own ?? this.head(path));
  }

  phase(phase: Phase): Range {
    return this.range(
      this.spans.key(
        phase === 'loss' ? ['loss'] : phase === 'update' ? ['training', 'optimizer'] : ['layers'],
      ),
    );
  }

  /** Where the data is named. */
  get data(): Range {
    return this.range(this.spans.key(['data']));
  }

  /** What a breakpoint on the line is for; null where the line stands for nothing that is computed. */
  at(line: number): Target | null {
    const layer = this.network.layers.findIndex((_, i) => this.covers(['layers', i], line)) + 1;
    if (layer > 0) {
      const { units } = this.network.layers[layer - 1];
      const unit = this.onlyUnitAt(layer, units, line);
      return { line: unit === null ? this.of(layer, null).line : line, layer, unit, phase: null };
    }
    if (this.covers(['loss'], line)) return { line, layer: null, unit: null, phase: 'loss' };
    if (this.covers(['training'], line)) return { line, layer: null, unit: null, phase: 'update' };
    return null;
  }

  private onlyUnitAt(layer: number, units: number, line: number): number | null {
    if (units === 1 || this.of(layer, null).line === line) return null;
    const found = Array.from({ length: units }, (_, unit) => unit).filter(
      (unit) => this.of(layer, unit).line === line,
    );
    return found.length === 1 ? found[0] : null;
  }

  private covers(path: JsonPath, line: number): boolean {
    if (!this.exists(path)) return false;
    const { offset, length } = this.spans.at(path);
    const from = Math.min(offset, this.spans.key(path).offset);
    return line >= this.lines.at(from).line && line <= this.lines.at(offset + length).line;
  }

  /** The first key of an object, which is what its line is taken to be; the object where it has none of these. */
  private head(path: JsonPath): Span {
    const keys = ['units', 'names', 'activation', 'weights', 'bias', 'init', 'dropout'];
    const found = keys.map((key) => [...path, key]).filter((each) => this.exists(each));
    const spans = found.map((each) => this.spans.key(each)).sort((a, b) => a.offset - b.offset);
    return spans[0] ?? this.spans.at(path);
  }

  private item(path: JsonPath, index: number): Span | null {
    return this.exists([...path, index]) ? this.spans.at([...path, index]) : null;
  }

  /** `Spans` gives the nearest ancestor of what is not there. */
  private exists(path: JsonPath): boolean {
    const parent = path.slice(0, -1);
    if (parent.length > 0 && !this.exists(parent)) return false;
    const [own, above] = [this.spans.at(path), this.spans.at(parent)];
    return own.offset !== above.offset || own.length !== above.length;
  }

  private range({ offset, length }: Span): Range {
    const [start, end] = [this.lines.at(offset), this.lines.at(offset + length)];
    return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  }
}
