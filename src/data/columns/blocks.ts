const perBlock = 1 << 15;
const shift = 15;
const mask = perBlock - 1;
const firstLength = 64;

type NumberArray = Uint16Array | Uint32Array | Float64Array;

/** A growable array of numbers that is stored in blocks, so that growing copies almost nothing. */
export class Blocks {
  length = 0;
  private readonly blocks: NumberArray[] = [];

  /** @param create creates a block, such as a `Float64Array` */
  constructor(private readonly create: (length: number) => NumberArray) {}

  push(value: number): void {
    const { length, blocks } = this;
    const within = length & mask;
    if (within === 0) blocks.push(this.create(length === 0 ? firstLength : perBlock));
    else if (length < perBlock && within === blocks[0].length) this.growFirst();
    blocks[blocks.length - 1][within] = value;
    this.length = length + 1;
  }

  at(index: number): number {
    return this.blocks[index >> shift][index & mask];
  }

  toUint32Array(): Uint32Array {
    const whole = new Uint32Array(this.length);
    for (let i = 0; i < whole.length; i++) whole[i] = this.at(i);
    return whole;
  }

  /** Doubles the first block. It starts small, as a table may have 100 000 columns and only a few rows. */
  private growFirst(): void {
    const grown = this.create(Math.min(perBlock, 2 * this.blocks[0].length));
    grown.set(this.blocks[0]);
    this.blocks[0] = grown;
  }
}
