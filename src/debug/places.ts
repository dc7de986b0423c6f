import { Lines } from '../config/lines.js';
import type { JsonPath, Span } from '../config/span.js';
import type { Spans } from '../config/spans.js';
import type { Network } from '../engine/model/network.js';
import type { Phase } from '../engine/trace/stepPlace.js';

/** A range of the config's text. Lines and columns count from 1. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The part of a pass that a line of the config describes: a layer, one of its units, or a phase. */
export interface Target {
  readonly line: number;
  /** The number of the layer, from 1; null: any layer. */
  readonly layer: number | null;
  /** The index of the unit, from 0; null: the whole layer. */
  readonly unit: number | null;
  /** The phase; null: every phase. */
  readonly phase: Phase | null;
}

/** Maps the parts of a pass to places in the config's text, and lines to parts of a pass. */
export class Places {
  private readonly lines: Lines;

  constructor(
    text: string,
    private readonly spans: Spans,
    private readonly network: Pick<Network, 'layers'>,
  ) {
    this.lines = new Lines(text);
  }

  /** Returns the place of a layer or a unit. A unit's place is its weights or its name if the config has them. */
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

  /** The place of the data's description. */
  get data(): Range {
    return this.range(this.spans.key(['data']));
  }

  /** Returns the part of a pass that a breakpoint on the line stops at, or null where the line describes none. */
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

  /** Returns the place of an object's first known key, whose line represents it, or of the object where it has none. */
  private head(path: JsonPath): Span {
    const keys = ['units', 'names', 'activation', 'weights', 'bias', 'init', 'dropout'];
    const found = keys.map((key) => [...path, key]).filter((each) => this.exists(each));
    const spans = found.map((each) => this.spans.key(each)).sort((a, b) => a.offset - b.offset);
    return spans[0] ?? this.spans.at(path);
  }

  private item(path: JsonPath, index: number): Span | null {
    return this.exists([...path, index]) ? this.spans.at([...path, index]) : null;
  }

  /** Returns whether a value exists. Without it, `Spans` returns the span of its nearest ancestor. */
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
