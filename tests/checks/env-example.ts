import { readFile } from "node:fs/promises";
import { ENV_VARIABLES } from "../../lib/config/env";

/** `.env.example` names exactly the variables the schema knows, so that neither lies about the other. */
export async function checkEnvExample(): Promise<string[]> {
  const text = await readFile(".env.example", "utf8");
  const named = new Set([...text.matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1] ?? ""));
  const known = new Set<string>(Object.keys(ENV_VARIABLES));
  return [
    ...[...known].filter((name) => !named.has(name)).map((name) => `.env.example lacks ${name}.`),
    ...[...named]
      .filter((name) => !known.has(name))
      .map((name) => `.env.example has ${name}, which nothing reads.`),
  ];
}
