import type { RunId, UnitPlace } from '../src/protocol.js';

/** The unit that is shown large in place of the network's outputs. */
export class Focus {
  unit: UnitPlace | null = null;
  private run: RunId | null = null;
  private readonly listeners: (() => void)[] = [];
  /** The elements that show the unit and of which most is in view. */
  private readonly inView = new Set<Element>();

  /** Adds a function that is called when the unit changes, and when another run is shown. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Sets an element that shows the unit. */
  shownBy(element: Element): void {
    new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting } of entries)
          if (isIntersecting) this.inView.add(element);
          else this.inView.delete(element);
      },
      { threshold: 0.6 },
    ).observe(element);
  }

  /** Whether the large picture of the unit can be seen without scrolling. */
  get isInView(): boolean {
    return this.inView.size > 0;
  }

  set(unit: UnitPlace | null): void {
    if (sameUnit(unit, this.unit)) return;
    this.unit = unit;
    this.notify();
  }

  /** Sets the run that is shown. */
  follow(run: RunId | null): void {
    if (run === this.run) return;
    this.run = run;
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

export function sameUnit(a: UnitPlace | null, b: UnitPlace | null): boolean {
  return a === b || (a !== null && b !== null && a.layer === b.layer && a.unit === b.unit);
}
