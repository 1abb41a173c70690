import { ReelgraphError } from "../../core/errors";
import type { RowDumps, RowLine } from "../../ports/row-dump";
import type { ColumnKind } from "./columns";
import { Refusal } from "./refusal";
import type { Table } from "./table";
import type { Tables } from "./tables";

type Row = Record<string, unknown>;

const ROWS_AT_ONCE = 500;

/** The same lines as those of the SQL database, whose tables these are. */
export function createRowDumps(options: {
  tables: Tables;
  transact<T>(work: () => Promise<T>): Promise<T>;
}): RowDumps {
  const { transact } = options;
  const { journal: _journal, ...byName } = options.tables;
  const tables = Object.values(byName) as unknown as Table<Row>[];
  const find = (name: string) => {
    const table = tables.find((candidate) => candidate.name === name);
    if (table) return table;
    throw unknownSchema(`There is no table ${JSON.stringify(name)} here.`);
  };
  return {
    // It begins anew with every process, so that there is nothing to migrate.
    migration: 0,
    async dump(work) {
      return await transact(async () =>
        work({
          tables: tables.map((table) => ({ name: table.name, columns: columnsOf(table).map(snake) })),
          async *rows(name) {
            const table = find(name);
            const rows = table.all();
            for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
              yield rows.slice(at, at + ROWS_AT_ONCE).map((row) => toLine(table, row));
            }
          },
        }),
      );
    },
    async fill(work) {
      return await transact(async () => {
        for (const table of tables) {
          // What is no workspace's is not in the way.
          if (!columnsOf(table).includes("workspaceId")) for (const row of table.all()) table.remove(row);
          else if (table.size > 0) {
            throw new ReelgraphError({
              code: "conflict",
              message: `The database is not empty: it has ${table.name}. Rows are only put into a database that has none.`,
            });
          }
        }
        return await work({
          async add({ name, columns }, lines) {
            const table = find(name);
            const strange = columns.find((column) => !columnsOf(table).map(snake).includes(column));
            if (strange !== undefined)
              throw unknownSchema(`${name} has no column ${JSON.stringify(strange)}.`);
            for (const line of lines) insert(table, line);
          },
        });
      });
    },
  };
}

function insert(table: Table<Row>, line: RowLine): void {
  try {
    table.insert(fromLine(table, line));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new ReelgraphError({
      code: "integrity",
      message: `The database refuses rows of ${table.name}: they do not fit together.`,
      cause: error,
    });
  }
}

function columnsOf(table: Table<Row>): string[] {
  return Object.keys(table.columns);
}

function toLine(table: Table<Row>, row: Row): RowLine {
  return JSON.stringify(Object.fromEntries(columnsOf(table).map((column) => [snake(column), row[column]])));
}

function fromLine(table: Table<Row>, line: RowLine): Row {
  const given = JSON.parse(line) as Row;
  const kinds = table.columns as Record<string, ColumnKind>;
  return Object.fromEntries(
    Object.entries(kinds).map(([column, kind]) => {
      const value = given[snake(column)] ?? null;
      return [column, kind === "moment" && value !== null ? new Date(String(value)) : value];
    }),
  );
}

/** `headRevision` → `head_revision`, as in drizzle/schema. */
function snake(column: string): string {
  return column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function unknownSchema(message: string): ReelgraphError {
  return new ReelgraphError({ code: "unknown-schema", message });
}
