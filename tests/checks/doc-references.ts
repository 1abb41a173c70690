import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { runCommand } from "./run-command";

const LINK = /\]\(([^)\s]+)\)/g;
const CODE_PATH = /`((?:app|lib|workflows|drizzle|tests|docs|\.ci)\/[\w./[\]()-]*[\w)\]])`/g;
const SCRIPT = /`?npm run ([\w:-]+)/g;

/** Every path and npm script that a Markdown file names exists. */
export async function checkDocReferences(): Promise<string[]> {
  const { output } = await runCommand({ command: "git", args: ["ls-files", "*.md"] });
  const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as {
    scripts: Record<string, string>;
  };
  const faults: string[] = [];
  for (const file of output.split("\n").filter(Boolean)) {
    const text = await readFile(file, "utf8");
    for (const [, target = ""] of text.matchAll(LINK)) {
      if (/^(https?:|mailto:|#)/.test(target)) continue;
      const linked = path.join(path.dirname(file), target.split("#")[0] ?? "");
      if (!existsSync(linked)) faults.push(`${file}: links to ${target}, which is not there.`);
    }
    for (const [, named = ""] of text.matchAll(CODE_PATH)) {
      if (!/[*<>{}…]/.test(named) && !existsSync(named))
        faults.push(`${file}: names ${named}, which is not there.`);
    }
    for (const [, script = ""] of text.matchAll(SCRIPT)) {
      if (!(script in scripts))
        faults.push(`${file}: names "npm run ${script}", which package.json has not.`);
    }
  }
  return faults;
}
