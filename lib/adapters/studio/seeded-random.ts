/** Chance that repeats: the same seed gives the same numbers, on every machine. */

export interface SeededRandom {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** One of the items. @throws RangeError when there is none. */
  pick<Item>(items: readonly Item[]): Item;
  /** A new array in another order. */
  shuffle<Item>(items: readonly Item[]): Item[];
}

/** A generator (mulberry32) seeded by a number or any text; `salt` gives independent streams of one seed. */
export function seededRandom(seed: number | string, salt = ""): SeededRandom {
  let state = 0x811c9dc5;
  for (const character of `${seed}\u0000${salt}`) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    pick<Item>(items: readonly Item[]): Item {
      if (items.length === 0) throw new RangeError("items: there is nothing to pick from");
      return items[between(0, items.length - 1)] as Item;
    },
    shuffle<Item>(items: readonly Item[]): Item[] {
      const shuffled = [...items];
      for (let index = shuffled.length - 1; index > 0; index--) {
        const other = between(0, index);
        [shuffled[index], shuffled[other]] = [shuffled[other] as Item, shuffled[index] as Item];
      }
      return shuffled;
    },
  };
}
