import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { ReelgraphError } from "../../core/errors";
import type { TreeFiles } from "../../services/imports/tree";
import { usageError } from "../exit";

/** More than any tree has: a folder like this was named by mistake. */
const MOST_FILES = 100_000;

/**
 * The files below a directory, none of them reached through a symbolic link, and nothing that is no plain file. Throws a usage error when
 * the directory is none, and `integrity` naming what is strange in it.
 */
export async function openTree(directory: string): Promise<TreeFiles> {
  const found = await lstat(directory).catch(() => null);
  const isLink = found?.isSymbolicLink() === true;
  // The directory itself may be a link: whoever typed it chose it.
  if (!found || !(isLink || found.isDirectory())) {
    throw usageError(`There is no directory ${directory}.`, 'Name one that "reelgraph export --tree" made.');
  }
  const paths = new Set<string>();
  await walk(directory, "", paths);
  return {
    paths,
    async read(path) {
      // Between the look and the reading a file may be replaced; a link is not followed then either.
      const handle = await open(join(directory, path), constants.O_RDONLY | constants.O_NOFOLLOW).catch(
        (cause: unknown) => {
          throw strange(path, "cannot be opened", cause);
        },
      );
      try {
        if (!(await handle.stat()).isFile()) throw strange(path, "is no file");
        return new Uint8Array(await handle.readFile());
      } finally {
        await handle.close();
      }
    },
  };
}

async function walk(directory: string, below: string, paths: Set<string>): Promise<void> {
  const entries = await readdir(join(directory, below), { withFileTypes: true }).catch((cause: unknown) => {
    throw below === ""
      ? usageError(`${directory} is no directory that can be read.`)
      : strange(below, "cannot be read", cause);
  });
  for (const entry of entries) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) await walk(directory, path, paths);
    else if (entry.isFile()) paths.add(path);
    else throw strange(path, entry.isSymbolicLink() ? "is a symbolic link" : "is neither file nor directory");
    if (paths.size > MOST_FILES) throw strange(path, `is one of more than ${MOST_FILES} files`);
  }
}

function strange(path: string, what: string, cause?: unknown): ReelgraphError {
  return new ReelgraphError({ code: "integrity", message: `${path} ${what}. Nothing was taken in.`, cause });
}
