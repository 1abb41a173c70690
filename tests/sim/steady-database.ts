import type { Database, TenantRepositories } from "../../lib/ports/database";
import type { VirtualTime } from "./virtual-time";

/**
 * A real database in a world of virtual time: one transaction after another, and no timer rings while one of its statements is under
 * way. Time goes on while a transaction waits for something of the world, such as the object store.
 */
export function steadyDatabase(database: Database, time: VirtualTime): Database {
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  }

  /** `during` around everything but the work inside. */
  async function around<R, T>(
    begin: (body: (repositories: R) => Promise<T>) => Promise<T>,
    work: (repositories: R) => Promise<T>,
  ): Promise<T> {
    let leave = time.enter();
    try {
      return await begin(async (repositories) => {
        leave();
        try {
          return await work(repositories);
        } finally {
          leave = time.enter();
        }
      });
    } finally {
      leave();
    }
  }

  return {
    ...database,
    tenant: (workspaceId, work) =>
      inTurn(() =>
        around(
          (body: (repositories: TenantRepositories) => ReturnType<typeof work>) =>
            database.tenant(workspaceId, body),
          (repositories) => work(steadied(repositories, time)),
        ),
      ),
    system: (work) => inTurn(() => time.during(() => database.system(work))),
  };
}

function steadied(repositories: TenantRepositories, time: VirtualTime): TenantRepositories {
  return new Proxy(repositories, {
    get(all, name, receiver) {
      const repository: unknown = Reflect.get(all, name, receiver);
      return typeof repository === "object" && repository !== null
        ? steadiedMethods(repository, time)
        : repository;
    },
  });
}

function steadiedMethods(repository: object, time: VirtualTime): object {
  return new Proxy(repository, {
    get(target, method, receiver) {
      const work: unknown = Reflect.get(target, method, receiver);
      if (typeof work !== "function") return work;
      return (...given: unknown[]): unknown => time.during(async () => work(...given));
    },
  });
}
