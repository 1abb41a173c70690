import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";

/**
 * Parts of a table's rows as one parameter of a statement, whatever their number, so that many are written as fast as one: select or
 * update from `rows`, and name what is in them by `columns`. All have the same columns; null is SQL's.
 */
export function rowsOfJson<Row extends object>(options: {
  table: PgTable;
  /** What the statement calls them. */
  alias: string;
  rows: readonly Row[];
}): { rows: SQL; columns: { [Column in keyof Row]-?: SQL } } {
  const { table, rows } = options;
  const known = getTableColumns(table);
  const alias = sql.identifier(options.alias);
  const used = Object.keys(rows[0] ?? {}).map((key) => {
    const column = known[key];
    if (!column) throw new Error(`${options.alias}: there is no column ${key}.`);
    return { key, name: column.name, type: column.getSQLType() };
  });
  const records = rows.map((row) => {
    const given = row as Record<string, unknown>;
    const isWhole = used.every(({ key }) => given[key] !== undefined);
    if (!isWhole || Object.keys(row).length !== used.length) {
      throw new Error(`${options.alias}: rows of one statement have to have the same columns.`);
    }
    return Object.fromEntries(used.map(({ key, name }) => [name, given[key]]));
  });
  const definitions = used.map(({ name, type }) => sql`${sql.identifier(name)} ${sql.raw(type)}`);
  const columns = used.map(({ key, name }) => [key, sql`${alias}.${sql.identifier(name)}`]);
  return {
    rows: sql`jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as ${alias}(${sql.join(definitions, sql`, `)})`,
    columns: Object.fromEntries(columns) as { [Column in keyof Row]-?: SQL },
  };
}

/** Whole rows of a table for `insert … select`: every column has to be given. */
export function wholeRowsOfJson(options: { table: PgTable; alias: string; rows: readonly object[] }): SQL {
  const { rows, columns } = rowsOfJson(options);
  const given = new Map<string, SQL>(Object.entries(columns));
  const inOrder = Object.keys(getTableColumns(options.table)).map((key) => {
    const column = given.get(key);
    if (!column) throw new Error(`${options.alias}: the column ${key} is missing.`);
    return column;
  });
  return sql`select ${sql.join(inOrder, sql`, `)} from ${rows}`;
}
