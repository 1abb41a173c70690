import { type Columns, toRow, withColumns } from "./columns";
import { Refusal } from "./refusal";

/** One row before and after; null where there was none, or is none any more. */
export interface RowChange {
  table: string;
  before: object | null;
  after: object | null;
}

/** What a transaction has changed, in order, so that it can be taken back. */
export class Journal {
  readonly changes: RowChange[] = [];
  private readonly undos: (() => void)[] = [];

  note(change: RowChange, undo: () => void): void {
    this.changes.push(change);
    this.undos.push(undo);
  }

  /** After a refusal nothing more can be done in the transaction, whoever catches it, and nothing of it is kept: as in SQL. */
  isBroken = false;

  begin(): void {
    this.isBroken = false;
    this.changes.length = 0;
    this.undos.length = 0;
  }

  /** The error of a constraint or policy; breaks the transaction. */
  refusal(message: string): Error {
    this.isBroken = true;
    return new Refusal(message);
  }

  assertWhole(): void {
    if (this.isBroken) throw new Refusal("current transaction is aborted, commands ignored until its end");
  }

  undo(): void {
    for (let undo = this.undos.pop(); undo; undo = this.undos.pop()) undo();
    this.begin();
  }
}

interface Index<Row> {
  name: string;
  /** Null = the row is not in it. */
  keyOf(row: Row): string | null;
  isUnique: boolean;
  rows: Map<string, Map<string, Row>>;
}

/**
 * Rows by key. A row is never changed, only replaced, so that taking a change back means putting the old row there again; readers get
 * copies of their own.
 */
export class Table<Row extends object> {
  private readonly rows = new Map<string, Row>();
  private readonly indexes: Index<Row>[];

  constructor(
    private readonly options: {
      name: string;
      journal: Journal;
      columns: Columns<Row>;
      keyOf(row: Row): string;
      indexes?: Record<string, { keyOf(row: Row): string | null; isUnique?: boolean }>;
      /** Throws a Refusal for a row that the table may not hold. */
      check?(row: Row): void;
    },
  ) {
    this.indexes = Object.entries(options.indexes ?? {}).map(([name, { keyOf, isUnique = false }]) => ({
      name,
      keyOf,
      isUnique,
      rows: new Map(),
    }));
  }

  find(key: string): Row | null {
    this.options.journal.assertWhole();
    return this.rows.get(key) ?? null;
  }

  get name(): string {
    return this.options.name;
  }

  get columns(): Columns<Row> {
    return this.options.columns;
  }

  get size(): number {
    return this.rows.size;
  }

  has(key: string): boolean {
    return this.rows.has(key);
  }

  all(): Row[] {
    this.options.journal.assertWhole();
    return [...this.rows.values()];
  }

  /** Rows of an index in the order they came. */
  by(index: string, key: string): Row[] {
    this.options.journal.assertWhole();
    return [...(this.indexOf(index).rows.get(key)?.values() ?? [])];
  }

  /** False when a row of the same key, or of a unique index, is there. */
  insertNew(given: Partial<Row>): boolean {
    const row = this.checked(() => toRow(this.options.columns, given));
    const key = this.options.keyOf(row);
    if (this.rows.has(key) || this.conflictOf(key, row) !== null) return false;
    this.put(key, row);
    return true;
  }

  insert(given: Partial<Row>): void {
    if (this.insertNew(given)) return;
    throw this.options.journal.refusal(
      `duplicate key value violates a unique constraint of "${this.options.name}"`,
    );
  }

  /** Returns the row as it is afterwards. */
  update(row: Row, set: Partial<Row>): Row {
    const { journal, columns, keyOf } = this.options;
    const changed = this.checked(() => withColumns(columns, row, set));
    const key = keyOf(row);
    const conflict = this.conflictOf(key, changed);
    if (conflict !== null) {
      throw journal.refusal(`duplicate key value violates unique constraint "${conflict}"`);
    }
    this.put(key, changed);
    return changed;
  }

  remove(row: Row): void {
    this.put(this.options.keyOf(row), null);
  }

  private checked(make: () => Row): Row {
    const { journal, check } = this.options;
    journal.assertWhole();
    try {
      const row = make();
      check?.(row);
      return row;
    } catch (error) {
      journal.isBroken = true;
      throw error;
    }
  }

  private indexOf(name: string): Index<Row> {
    const index = this.indexes.find((candidate) => candidate.name === name);
    if (!index) throw new Error(`${this.options.name} has no index ${name}.`);
    return index;
  }

  private conflictOf(key: string, row: Row): string | null {
    for (const { name, isUnique, keyOf, rows } of this.indexes) {
      const value = isUnique ? keyOf(row) : null;
      const same = value === null ? undefined : rows.get(value);
      if (same && same.size > 0 && !same.has(key)) return `${this.options.name}_${name}`;
    }
    return null;
  }

  private put(key: string, row: Row | null): void {
    const before = this.rows.get(key) ?? null;
    this.set(key, before, row);
    const { journal, name } = this.options;
    journal.note({ table: name, before, after: row }, () => this.set(key, row, before));
  }

  private set(key: string, before: Row | null, row: Row | null): void {
    if (row === null) this.rows.delete(key);
    else this.rows.set(key, row);
    for (const { keyOf, rows } of this.indexes) {
      const from = before === null ? null : keyOf(before);
      const to = row === null ? null : keyOf(row);
      if (from !== null && from !== to) rows.get(from)?.delete(key);
      if (to === null || row === null) continue;
      const bucket = rows.get(to) ?? new Map<string, Row>();
      bucket.set(key, row);
      rows.set(to, bucket);
    }
  }
}
