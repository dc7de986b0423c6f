/** Allocates memory in order. Each address begins a cache line. */
export class Arena {
  private next: number;

  constructor(start: number) {
    this.next = start;
  }

  take(bytes: number): number {
    const address = this.next;
    // A whole vector may be read from the last element on.
    this.next = Math.ceil((address + bytes + 16) / 64) * 64;
    return address;
  }

  get end(): number {
    return this.next;
  }
}
