import { isReelgraphError } from "../../../core/errors";

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** A statement with more rows than that gains nothing. */
const MOST_AT_ONCE = 100;
/** With fewer than these on their way a group does not wait for them. */
const WORTH_WAITING_FOR = 3;

/**
 * Writes of one kind, done together (runner.md, Job ledger: ledger writes are grouped): what is asked for at one moment is one
 * transaction, and what is asked for while that one is under way is the next. A group that fails is written one by one, so that a
 * member that is refused takes nobody along.
 */
export class Group<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private isAtWork = false;
  private coming = 0;
  private allHere: () => void = () => {};

  constructor(
    /** Gives a result per item, in their order; nothing of it holds when it throws. */
    private readonly write: (items: readonly Item[]) => Promise<readonly Result[]>,
    /** The moment for which a group waits when several more are on their way. */
    private readonly linger: (signal: AbortSignal) => Promise<void> = async () => {},
  ) {}

  /** One more is on its way. Call what this returns when it has been added, or will not be. */
  expect(): () => void {
    this.coming++;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      if (--this.coming === 0) this.allHere();
    };
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.isAtWork) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.isAtWork = true;
    // Whoever comes in the same turn of the event loop is let in.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      if (this.coming >= WORTH_WAITING_FOR && this.waiting.length < MOST_AT_ONCE) await this.gather();
      await this.together(this.waiting.splice(0, MOST_AT_ONCE));
    }
    this.isAtWork = false;
  }

  private async gather(): Promise<void> {
    const over = new AbortController();
    const allHere = new Promise<void>((resolve) => {
      this.allHere = resolve;
    });
    await Promise.race([allHere, this.linger(over.signal)]);
    over.abort();
  }

  private async together(group: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.write(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => {
        resolve(results[index] as Result);
      });
    } catch (error) {
      // A database that is away is away for each of them.
      const isAway = isReelgraphError(error) && error.retryable;
      if (group.length === 1 || isAway) for (const { reject } of group) reject(error);
      else for (const one of group) await this.together([one]);
    }
  }
}
