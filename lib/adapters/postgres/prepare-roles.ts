import { setTimeout as sleep } from "node:timers/promises";
import { ReelgraphError } from "../../core/errors";
import { sqlStateOf } from "./passing-failure";

/** A connection, or a pool of them, that runs one statement after another. */
export interface Queryable {
  query(text: string): Promise<{ rows: Record<string, unknown>[] }>;
}

const ROLES = ["reelgraph_app", "reelgraph_system"] as const;
/** Roles are shared by a server's databases, and each of them may be making them at this moment. */
const LOST_RACE = /^(42710|23505|XX000)$/;
const MOST_ATTEMPTS = 8;
const NOT_ALLOWED = "42501";

/**
 * Makes the two roles and lets the connecting user switch to them, each only where it is not so already: a user who may not create
 * roles can be given both beforehand. Throws `configuration` with the statements for that.
 */
export async function prepareRoles(database: Queryable): Promise<void> {
  for (const role of ROLES) {
    await once(database, role, async (found) => {
      if (!found.exists) await database.query(`create role ${role} nologin`);
    });
    await once(database, role, async (found) => {
      if (!found.isOurs) await database.query(`grant ${role} to current_user`);
    });
  }
}

async function once(
  database: Queryable,
  role: string,
  work: (found: { exists: boolean; isOurs: boolean }) => Promise<void>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work(await look(database, role));
      return;
    } catch (error) {
      const state = sqlStateOf(error) ?? "";
      if (state === NOT_ALLOWED) throw await refusal(database, error);
      if (attempt === MOST_ATTEMPTS || !LOST_RACE.test(state)) throw error;
      await sleep(Math.random() * 20 * attempt);
    }
  }
}

/** From Postgres 16 on a member may lack the right to switch, e.g. who made the role; `member` is all there was before. */
async function look(database: Queryable, role: string) {
  const { rows } = await database.query(
    `select exists, case
       when not exists then false
       when current_setting('server_version_num')::int >= 160000 then pg_has_role(current_user, '${role}', 'set')
       else pg_has_role(current_user, '${role}', 'member')
     end as ours
     from (select exists (select from pg_roles where rolname = '${role}')) as known`,
  );
  return { exists: rows[0]?.exists === true, isOurs: rows[0]?.ours === true };
}

async function refusal(database: Queryable, cause: unknown): Promise<ReelgraphError> {
  const { rows } = await database.query('select quote_ident(current_user) as "user"');
  const user = String(rows[0]?.user);
  return new ReelgraphError({
    code: "configuration",
    message: `The database user ${user} may not create Reelgraph's roles. Let a superuser run, once: create role reelgraph_app nologin; create role reelgraph_system nologin; grant reelgraph_app, reelgraph_system to ${user};`,
    cause,
  });
}
