import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import * as schema from "../../../drizzle/schema";
import { ReelgraphError } from "../../core/errors";
import type { RowDumps, RowLine, TableOutline } from "../../ports/row-dump";
import { sqlStateOf } from "./passing-failure";
import type { Session } from "./session";
import type { Isolation, LocalSettings } from "./transactions";

type Transact = <T>(
  settings: LocalSettings,
  work: (session: Session) => Promise<T>,
  isolation?: Isolation,
) => Promise<T>;

/** What every database has had once it is open; tests/adapters/postgres-migrations.test.ts holds it against the journal. */
export const NEWEST_MIGRATION = 13;
const ROWS_AT_ONCE = 500;
/** What takes the rows may be a slow upload; what gives them, a slow disk. */
const SETTINGS: LocalSettings = {
  role: "reelgraph_system",
  statement_timeout: "0",
  idle_in_transaction_session_timeout: "600000",
};
/** Integrity constraints, and values that are none of their type's. */
const REFUSED_ROW = /^2[23]/;

interface Table extends TableOutline {
  table: PgTable;
  primaryKey: readonly string[];
}

/** Rows as JSON by the database itself, and back, so that nothing is lost between its types and JavaScript's. */
export function createRowDumps(transact: Transact): RowDumps {
  const tables = inOrderOfReference();
  return {
    migration: NEWEST_MIGRATION,
    async dump(work) {
      return await transact(
        SETTINGS,
        (session) =>
          work({
            tables: tables.map(({ name, columns }) => ({ name, columns })),
            rows: (name) => rowsOf(session, known(tables, name)),
          }),
        "snapshot",
      );
    },
    async fill(work) {
      return await transact(SETTINGS, async (session) => {
        await assertEmpty(session, tables);
        const result = await work({
          async add(outline, lines) {
            await insert(session, known(tables, outline.name), outline, lines);
          },
        });
        await goOnNumbering(session);
        return result;
      });
    },
  };
}

/** Every table of drizzle/schema, each behind those it refers to: what is added there is dumped without anybody's having to think of it. */
function inOrderOfReference(): Table[] {
  const all = Object.values(schema).filter((value) => value instanceof PgTable);
  const ordered: PgTable[] = [];
  const place = (table: PgTable): void => {
    if (ordered.includes(table)) return;
    for (const { reference } of getTableConfig(table).foreignKeys) {
      const { foreignTable } = reference();
      if (foreignTable !== table) place(foreignTable);
    }
    ordered.push(table);
  };
  all.forEach(place);
  return ordered.map((table): Table => {
    const { name, primaryKeys } = getTableConfig(table);
    const columns = Object.values(getTableColumns(table));
    const composed = primaryKeys.flatMap((key) => key.columns.map((column) => column.name));
    const single = columns.filter(({ primary }) => primary).map((column) => column.name);
    return {
      ...{ table, name, columns: columns.map((column) => column.name) },
      primaryKey: composed.length > 0 ? composed : single,
    };
  });
}

function known(tables: readonly Table[], name: string): Table {
  const found = tables.find((table) => table.name === name);
  if (found) return found;
  throw new ReelgraphError({
    code: "unknown-schema",
    message: `There is no table ${JSON.stringify(name)} in this version's database: a newer Reelgraph wrote it.`,
  });
}

async function* rowsOf(session: Session, { table, name, primaryKey }: Table): AsyncGenerator<RowLine[]> {
  const cursor = sql.identifier(`dump_${name}`);
  const order = listOf(primaryKey);
  await session.execute(
    sql`declare ${cursor} no scroll cursor for select row_to_json(t)::text as line from ${table} as t order by ${order}`,
  );
  for (;;) {
    const found = await session.execute(sql`fetch forward ${sql.raw(String(ROWS_AT_ONCE))} from ${cursor}`);
    const lines = (found as unknown as { rows: { line: string }[] }).rows.map(({ line }) => line);
    if (lines.length > 0) yield lines;
    if (lines.length < ROWS_AT_ONCE) break;
  }
  await session.execute(sql`close ${cursor}`);
}

/** What is no workspace's, every process makes for itself: it is not in the way, and taken out so that what comes can stand. */
async function assertEmpty(session: Session, tables: readonly Table[]): Promise<void> {
  for (const { table, name, columns } of tables.toReversed()) {
    if (!columns.includes("workspace_id")) {
      await session.execute(sql`delete from ${table}`);
      continue;
    }
    const { rows } = (await session.execute(
      sql`select exists (select from ${table}) as found`,
    )) as unknown as {
      rows: { found: boolean }[];
    };
    if (rows[0]?.found !== true) continue;
    throw new ReelgraphError({
      code: "conflict",
      message: `The database is not empty: it has ${name}. Rows are only put into a database that has none.`,
    });
  }
}

async function insert(
  session: Session,
  { table, columns }: Table,
  outline: TableOutline,
  lines: readonly RowLine[],
): Promise<void> {
  const strange = outline.columns.find((column) => !columns.includes(column));
  if (strange !== undefined) {
    throw new ReelgraphError({
      code: "unknown-schema",
      message: `${outline.name} has no column ${JSON.stringify(strange)} in this version: a newer Reelgraph wrote it.`,
    });
  }
  if (lines.length === 0) return;
  const given = listOf(outline.columns);
  try {
    await session.execute(
      sql`insert into ${table} (${given}) overriding system value select ${given} from jsonb_populate_recordset(null::${table}, ${`[${lines.join(",")}]`}::jsonb)`,
    );
  } catch (error) {
    if (!REFUSED_ROW.test(sqlStateOf(error) ?? "")) throw error;
    throw new ReelgraphError({
      code: "integrity",
      message: `The database refuses rows of ${outline.name}: they do not fit together.`,
      cause: error,
    });
  }
}

/** Numbers that the tables give themselves go on behind those that came. By drawing them: setting the sequence is its owner's right. */
async function goOnNumbering(session: Session): Promise<void> {
  await session.execute(
    sql`select max(nextval(pg_get_serial_sequence('ledger_entries', 'id'))) from generate_series(1, (select max(id) from ledger_entries))`,
  );
}

function listOf(columns: readonly string[]): SQL {
  return sql.join(
    columns.map((column) => sql.identifier(column)),
    sql`, `,
  );
}
