import * as l10n from '@vscode/l10n';
import { legible, shorten } from '../../config/characters.js';
import { limits } from '../../engine/limits.js';
import type { Floats } from '../../engine/model/network.js';
import { refusal } from '../finding.js';
import { Rows } from '../table.js';
import type { RowSource } from '../table.js';
import type { Column } from './header.js';
import type { Place } from './place.js';

/** A distinct cell of a target column; `value` is NaN where it is not a number. */
interface Label {
  readonly text: string;
  readonly value: number;
}

/**
 * A target column that is being read. Whether it contains classes or numbers is known only at its end, so the index of
 * each row's label is stored, or its number once there are too many distinct labels for classes.
 */
export class TargetColumn {
  private labels: Label[] = [];
  private indexOf = new Map<string, number>();
  private rows = new Rows(1);
  private isQuantity: boolean;
  /** The first cell that is not a number. */
  firstText: { readonly text: string; readonly place: Place } | null = null;

  /** `isOnly` is whether it is the only target column. Only such a column can contain classes. */
  constructor(
    readonly column: Column,
    private readonly isOnly: boolean,
  ) {
    this.isQuantity = !isOnly;
  }

  /** Adds a cell; `value` is its number, or NaN. */
  push(cell: string, value: number, place: () => Place): void {
    if (!this.isQuantity && this.indexOf.size === limits.classes && !this.indexOf.has(cell))
      this.becomeQuantity();
    if (!this.isQuantity) this.rows.push([this.indexOf.get(cell) ?? this.addLabel(cell, value, place)]);
    else {
      if (Number.isNaN(value)) this.refuseText(cell, place);
      this.rows.push([value]);
    }
  }

  get hasNumbers(): boolean {
    return this.isQuantity || this.labels.some((label) => !Number.isNaN(label.value));
  }

  /** Whether all cells are whole numbers with at most `few` distinct values. */
  hasFewWholeNumbers(few: number): boolean {
    if (this.isQuantity || !this.labels.every((label) => Number.isInteger(label.value))) return false;
    return new Set(this.labels.map((label) => label.value)).size <= few;
  }

  /** Returns the classes, and each row's class as an index. Numeric classes are sorted by number, others by code point. */
  classes(): { classes: string[]; classOf: Int32Array } {
    if (this.isQuantity) throw this.tooManyTexts();
    const keyOf = this.firstText ? (label: Label) => label.text : (label: Label) => String(label.value);
    const compare = this.firstText ? byCodePoint : (a: string, b: string) => Number(a) - Number(b);
    const classes = [...new Set(this.labels.map(keyOf))].sort(compare);
    const rank = new Map(classes.map((name, i) => [name, i]));
    const classOfLabel = this.labels.map((label) => rank.get(keyOf(label))!);
    const label = new Float64Array(1);
    const classOf = Int32Array.from({ length: this.rows.length }, (_, row) => {
      this.rows.copy(row, label, 0);
      return classOfLabel[label[0]];
    });
    return { classes: classes.map(legible), classOf };
  }

  numbers(): RowSource {
    const { labels, rows } = this;
    if (this.isQuantity) return rows;
    return {
      columns: 1,
      copy(row: number, into: Floats, at: number) {
        rows.copy(row, into, at);
        into[at] = labels[into[at]].value;
      },
    };
  }

  /**
   * Handles a text in a column of numbers: beside other target columns it is a wrong cell; in a single column it means too
   * many distinct values for classes.
   */
  private refuseText(text: string, place: () => Place): void {
    if (this.isOnly) throw this.tooManyTexts();
    this.firstText ??= { text, place: place() };
  }

  private addLabel(cell: string, value: number, place: () => Place): number {
    const index = this.labels.length;
    // The text is copied, since the cell is a slice that would keep the whole chunk of the file in memory.
    const text = Buffer.from(cell).toString();
    if (Number.isNaN(value)) this.firstText ??= { text, place: place() };
    this.labels.push({ text, value });
    this.indexOf.set(text, index);
    return index;
  }

  private becomeQuantity(): void {
    if (this.firstText) throw this.tooManyTexts();
    const numbers = this.numbers();
    const quantity = new Rows(1);
    const value = new Float64Array(1);
    for (let row = 0; row < this.rows.length; row++) {
      numbers.copy(row, value, 0);
      quantity.push(value);
    }
    this.rows = quantity;
    this.labels = [];
    this.indexOf = new Map();
    this.isQuantity = true;
  }

  private tooManyTexts() {
    const message = l10n.t(
      'Column "{0}" has more than {1} different values, which is too many for classes. Check that it is the right target.',
      shorten(this.column.name), limits.classes,
    ); // prettier-ignore
    return refusal('too-many-classes', this.column.at, message);
  }
}

/** Compares texts by code points, whose order is that of the UTF-8 bytes. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
