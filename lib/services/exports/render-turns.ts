import pLimit from "p-limit";

/** Films drawn by one process: few at a time, and each by one workflow. */
export interface RenderTurns {
  /** Waits for room. */
  inTurn(work: () => Promise<void>): Promise<void>;
  /** The work of that key; whoever comes while it is under way waits for its end with it. */
  once(key: string, work: () => Promise<void>): Promise<void>;
}

export function createRenderTurns(atOnce: number): RenderTurns {
  const limit = pLimit(atOnce);
  const underWay = new Map<string, Promise<void>>();
  return {
    inTurn: (work) => limit(work),
    once(key, work) {
      const known = underWay.get(key);
      if (known) return known;
      const begun = work().finally(() => underWay.delete(key));
      underWay.set(key, begun);
      return begun;
    },
  };
}
