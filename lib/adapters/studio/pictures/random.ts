/** A seeded stream of numbers: the same seed always gives the same pictures. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [min, max). */
  range(min: number, max: number): number;
  /** Whole number in [min, max], both included. */
  int(min: number, max: number): number;
  /** One element; throws RangeError when the list is empty. */
  pick<T>(items: readonly T[]): T;
  chance(probability: number): boolean;
  /** An independent stream: drawing from it never shifts this one, so painters do not disturb each other. */
  fork(label: string): Random;
}

/** 32-bit FNV-1a of a text, mixed once more so that near texts land far apart. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Builds a stream (mulberry32) from a number or a text; a fractional or huge number is hashed as text. */
export function createRandom(seed: number | string): Random {
  const start = hashText(String(seed));
  let state = start;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    range: (min, max) => min + (max - min) * next(),
    int: (min, max) => min + Math.floor((max - min + 1) * next()),
    pick: <T>(items: readonly T[]): T => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError("items: cannot pick from an empty list");
      return item;
    },
    chance: (probability) => next() < probability,
    fork: (label) => createRandom(`${start}/${label}`),
  };
}
