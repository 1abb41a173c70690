/** One seed, one sequence (sfc32): everything a simulated world leaves to chance is drawn here. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d = 1;

  constructor(private readonly seed: number) {
    this.a = 0x9e3779b9 ^ seed;
    this.b = Math.imul(seed, 0x85ebca6b) | 0;
    this.c = seed | 0;
    for (let round = 0; round < 12; round++) this.uint32();
  }

  uint32(): number {
    const sum = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + sum) | 0;
    return sum >>> 0;
  }

  /** A sequence of its own, the same however much has been drawn from this one. */
  fork(label: string): Random {
    let hash = this.seed | 0;
    for (let index = 0; index < label.length; index++) {
      hash = Math.imul(hash ^ label.charCodeAt(index), 0x01000193);
    }
    return new Random(hash >>> 0);
  }

  /** 0 up to 1. */
  unit(): number {
    return this.uint32() / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** Whole, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.unit() * (most - least + 1));
  }

  /** As often small as large: each doubling is as likely. */
  spread(least: number, most: number): number {
    return Math.round(least * (most / least) ** this.unit());
  }

  pick<T>(items: readonly T[]): T {
    return items[this.between(0, items.length - 1)] as T;
  }
}
