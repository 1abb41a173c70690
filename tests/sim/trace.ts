const KEPT = 60;

/** What happened in a world, in order: the newest lines for people, all of them in one number that a replay must reach again. */
export class Trace {
  private readonly newest: { line: string; detail: (() => string) | null }[] = [];
  private one = 0xdeadbeef;
  private other = 0x41c6ce57;
  private lines = 0;

  constructor(
    private readonly now: () => number,
    /** What differs between two replays of one world: the part of its ids that no other world has. */
    private readonly prefix: string,
    private readonly echo?: (line: string) => void,
  ) {}

  /** `detail` is for people, and only made when they look: it is not what a replay is measured by. */
  note(text: string, detail: (() => string) | null = null): void {
    const line = `${(this.now() / 1_000).toFixed(3).padStart(9)} ${this.short(text)}`;
    this.lines += 1;
    this.newest.push({ line, detail });
    if (this.newest.length > KEPT) this.newest.shift();
    for (let index = 0; index < line.length; index++) {
      const code = line.charCodeAt(index);
      this.one = Math.imul(this.one ^ code, 2654435761);
      this.other = Math.imul(this.other ^ code, 1597334677);
    }
    this.echo?.(this.full({ line, detail }));
  }

  tail(): string[] {
    return this.newest.map((entry) => this.full(entry));
  }

  hash(): string {
    const hex = (value: number) => (value >>> 0).toString(16).padStart(8, "0");
    return `${hex(this.one)}${hex(this.other)}-${this.lines}`;
  }

  private full({ line, detail }: { line: string; detail: (() => string) | null }): string {
    return detail === null ? line : `${line} ${this.short(detail())}`;
  }

  /** `buy_00000000070000000000000012` → `buy_12` */
  private short(text: string): string {
    if (!text.includes(this.prefix)) return text;
    return text.replaceAll(`_${this.prefix}`, "_").replaceAll(/_0{4,}/g, "_");
  }
}
