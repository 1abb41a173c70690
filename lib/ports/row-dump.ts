/** A row as one line of JSON, its fields named as the table's columns are; moments with all their digits. */
export type RowLine = string;

/** A table's name, and its columns in their order. */
export interface TableOutline {
  name: string;
  columns: readonly string[];
}

/** Every row of every workspace at one moment, whatever happens meanwhile. */
export interface RowDump {
  /** In an order in which none refers to a later one. */
  readonly tables: readonly TableOutline[];
  /** Some hundred rows at a time, always in the same order. */
  rows(table: string): AsyncIterable<readonly RowLine[]>;
}

/** Puts rows into tables that had none, in the order of `RowDump.tables`. */
export interface RowFilling {
  /**
   * Fields that the lines have not get their default. Throws `unknown-schema` for a table or a column that is not known here, and
   * `integrity` for rows that the tables refuse.
   */
  add(table: TableOutline, lines: readonly RowLine[]): Promise<void>;
}

/** How all rows leave a database, and come into another one. */
export interface RowDumps {
  /** The number of the newest migration that its tables have had; what a newer one dumped is not filled in. */
  readonly migration: number;
  /** For as long as `work` takes, which is not repeated. */
  dump<T>(work: (dump: RowDump) => Promise<T>): Promise<T>;
  /**
   * All or nothing. Throws `conflict` when a workspace has rows already. What is no workspace's does not count, and is replaced: every
   * process makes some of it.
   */
  fill<T>(work: (filling: RowFilling) => Promise<T>): Promise<T>;
}
