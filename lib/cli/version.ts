import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The version of the checkout this command belongs to. */
export function versionOf(root: string): string {
  const manifest: { version?: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return manifest.version ?? "0.0.0";
}
