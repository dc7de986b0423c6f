/** Hands out addresses, one after the other, each the first of a cache line. */
export class Arena {
  private next: number;

  constructor(start: number) {
    this.next = start;
  }

  take(bytes: number): number {
    const address = this.next;
    // A vector that begins in the last element may be read whole.
    this.next = Math.ceil((address + bytes + 16) / 64) * 64;
    return address;
  }

  get end(): number {
    return this.next;
  }
}
