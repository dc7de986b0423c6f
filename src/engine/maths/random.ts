/**
 * The purposes of random draws. Each has its own streams, so that an additional draw for one of them, such as a layer or
 * an epoch, does not change the others.
 */
export const purposes = [
  'weights',
  'order',
  'dropout',
  'split',
  'generator',
  'noise',
  'check',
  'importance',
  'blanks',
] as const;
export type Purpose = (typeof purposes)[number];

/**
 * A stream of random numbers that seed, purpose and counters alone determine. The numbers of epoch 7 come from the stream
 * of epoch 7, so no generator's state has to be stored.
 * Generator: Chris Doty-Humphrey's sfc32 (PractRand), seeded through MurmurHash3's finalizer.
 */
export class Random {
  private a = 0x9e3779b9;
  private b = 0x243f6a88;
  private c = 0xb7e15162;
  private counter = 1;
  private spareNormal: number | null = null;

  constructor(seed: number, purpose: Purpose, ...counters: readonly number[]) {
    this.absorb(seed);
    this.absorb(Math.floor(seed / 2 ** 32));
    this.absorb(purposes.indexOf(purpose));
    for (const counter of counters) this.absorb(counter);
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** Returns an integer in [0, 2³²). */
  uint32(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + t;
    this.c |= 0;
    return t >>> 0;
  }

  /** Returns a uniform number in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    return (high * 2 ** 26 + (this.uint32() >>> 6)) / 2 ** 53;
  }

  /** Returns an integer in [0, n). */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Returns a standard normal number (Box and Muller, 1958; the two numbers of a pair are returned one after the other). */
  normal(): number {
    if (this.spareNormal !== null) {
      const spare = this.spareNormal;
      this.spareNormal = null;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  private absorb(word: number): void {
    this.a = mix(this.a ^ word);
    this.b = mix(this.b + this.a);
    this.c = mix(this.c ^ this.b);
  }
}

/** Applies MurmurHash3's 32-bit finalizer. */
function mix(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Shuffles `indices[from..to)` by Fisher and Yates from the front: position i is swapped with itself or a later one. */
export function shuffle(indices: Uint32Array, random: Random, from = 0, to = indices.length): void {
  for (let i = from; i < to; i++) {
    const j = i + random.below(indices.length - i);
    const held = indices[i];
    indices[i] = indices[j];
    indices[j] = held;
  }
}
