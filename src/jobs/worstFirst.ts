/** Keeps the items with the largest errors, those with a smaller index first where errors are equal. */
export class WorstFirst<Item extends { readonly index: number; readonly error: number }> {
  private items: Item[] = [];
  /** The smallest error that is kept for certain. */
  private least = -Infinity;

  constructor(private readonly most: number) {}

  /** Returns whether an item with this error could be kept; of equal ones, the first are. */
  takes(error: number): boolean {
    return error > this.least;
  }

  add(item: Item): void {
    if (!this.takes(item.error)) return;
    this.items.push(item);
    if (this.items.length < 2 * this.most + 64) return;
    this.items = this.found();
    this.least = this.items[this.items.length - 1].error;
  }

  /** Returns the items that are kept, the one with the largest error first. */
  found(): Item[] {
    const byError = (a: Item, b: Item): number =>
      a.error === b.error ? a.index - b.index : b.error - a.error;
    return [...this.items].sort(byError).slice(0, this.most);
  }
}
