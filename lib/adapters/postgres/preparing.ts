import type { PoolClient, QueryConfig } from "pg";

/** Statements that the engine keeps, parsed and planned. Texts differ by how much is asked for at a time, so there must be an end. */
const MOST_PREPARED = 500;

/** A client whose statements are kept by the engine under a name. Its one session is nobody else's, so a name stays what it was. */
export function preparing(client: PoolClient, prepared: Map<string, string>): PoolClient {
  const nameOf = (text: string): string | undefined => {
    const known = prepared.get(text);
    if (known !== undefined || prepared.size === MOST_PREPARED) return known;
    const name = `s${prepared.size}`;
    prepared.set(text, name);
    return name;
  };
  return new Proxy(client, {
    get(target, property) {
      if (property !== "query") return Reflect.get(target, property, target) as unknown;
      return (query: QueryConfig, values?: unknown[]) => {
        const name = nameOf(query.text);
        return target.query(name === undefined ? query : { ...query, name }, values);
      };
    },
  });
}
