/** The epoch under the pointer in a chart whose epochs cannot be viewed elsewhere. */
export class HoverMark {
  marked: number | null = null;
  private readonly listeners: (() => void)[] = [];

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  hover(epoch: number | null): void {
    if (epoch === this.marked) return;
    this.marked = epoch;
    for (const listener of this.listeners) listener();
  }

  /** Does nothing: the states of several runs cannot be shown at once. */
  view(): void {
    return;
  }
}
