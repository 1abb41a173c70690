import { LEVEL_LOG_PATHS } from "../../core/naming/tree-path";
import { encodeDocument } from "../documents/documents";
import { DOCUMENT_SCHEMAS } from "../documents/schemas";

/** The lines of a run's log that have one level, by the file of the tree that holds them: `logs/errors.log`, `logs/warnings.log`. */
export function levelLogs(pipelineLog: string): { path: string; text: string }[] {
  const lines = pipelineLog.split("\n").filter((line) => line !== "");
  return Object.entries(LEVEL_LOG_PATHS).map(([level, path]) => ({
    path,
    text: lines
      .filter((line) => levelOf(line) === level)
      .map((line) => `${line}\n`)
      .join(""),
  }));
}

function levelOf(line: string): unknown {
  try {
    return (JSON.parse(line) as { level?: unknown } | null)?.level;
  } catch {
    return null;
  }
}

/** `tree.json`: what `import` checks all other files of the tree against. `sha256` in hex. */
export function encodeTreeIndex(options: {
  videoId: string;
  revision: number;
  files: readonly { path: string; bytes: number; sha256: string }[];
}): Uint8Array {
  const { videoId, revision } = options;
  const files = options.files
    .map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  return encodeDocument(DOCUMENT_SCHEMAS.tree, { videoId, revision, files });
}
