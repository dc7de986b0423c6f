type Listener = () => void;

/** Events without data, by name. Listeners are called in the order in which they were added. */
export class Events<Name extends string> {
  private readonly listeners = new Map<Name, readonly Listener[]>();

  on(name: Name, listener: Listener): this {
    this.listeners.set(name, [...this.of(name), listener]);
    return this;
  }

  off(name: Name, listener: Listener): this {
    const index = this.of(name).lastIndexOf(listener);
    this.listeners.set(
      name,
      this.of(name).filter((_, i) => i !== index),
    );
    return this;
  }

  emit(name: Name): void {
    for (const listener of this.of(name)) listener();
  }

  private of(name: Name): readonly Listener[] {
    return this.listeners.get(name) ?? [];
  }
}
