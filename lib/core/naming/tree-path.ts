import { METADATA_PATH, revisionFolder } from "./document-path";

/** Names of the friendly tree (storage.md, One prefix per video), both ways: what `export --tree` writes, `import` reads back. */

/** Lists every other file of a tree with its checksum; written last, so a tree that has it is whole. */
export const TREE_INDEX_PATH = "tree.json";
export const PIPELINE_LOG_PATH = "logs/pipeline.log";
export const TREE_DRAFT_PATH = "draft/inputs.json";
export const SUBRIP_PATH = "captions.srt";

/** Levels of a log line → the file of the tree that holds the lines of that level alone. */
export const LEVEL_LOG_PATHS = { error: "logs/errors.log", warn: "logs/warnings.log" } as const;

const AT_THE_TOP = new Set(["timeline.json", "manifest.json"]);
const BELOW_DAG = new Set(["inputs.json", "nodes.json", "tags.jsonl", "assembly-input.json"]);
const HISTORY = "dag/history/";

/** `assets/…` with the plain name; captions stand at the top, where players look for them. */
export function treePathOfAsset(plain: string): string {
  return plain === "assets/captions.vtt" ? "captions.vtt" : plain;
}

/** A document of the tree's own revision, by its name below `dag/{revision}/`. */
export function treePathOfDocument(options: { name: string; planned: Date }): string {
  const { name, planned } = options;
  if (AT_THE_TOP.has(name)) return name;
  if (name === "plan.json") return `dag/plan-${planned.toISOString().replaceAll(":", "-")}.json`;
  if (name.startsWith("jobs/")) return `dag/jobs-${name.slice("jobs/".length)}`;
  return `dag/${name}`;
}

/** A document of another revision, by its path below the video's prefix: the record of what else was made, without its assets. */
export function treePathOfHistory(path: string): string {
  return `${HISTORY}${path.slice("dag/".length)}`;
}

/**
 * The path below the video's prefix that a file of the tree came from; null for what is no document of a tree (assets are named by tags).
 * `runLog`: where the run's log belongs.
 */
export function documentOfTreePath(options: {
  path: string;
  revision: number;
  runLog: string;
}): string | null {
  const { path, revision, runLog } = options;
  const own = (name: string) => `${revisionFolder(revision)}/${name}`;
  if (path === METADATA_PATH || path === TREE_DRAFT_PATH) return path;
  if (path === PIPELINE_LOG_PATH) return runLog;
  if (AT_THE_TOP.has(path)) return own(path);
  const past = /^dag\/history\/(\d{6,})\/([^/]+|(?:jobs|checkpoints)\/[^/]+)$/.exec(path);
  if (past) return Number(past[1]) === revision ? null : `dag/${past[1]}/${past[2]}`;
  const name = /^dag\/([^/]+)$/.exec(path)?.[1];
  if (name === undefined)
    return /^dag\/checkpoints\/[^/]+\.json$/.test(path) ? own(path.slice("dag/".length)) : null;
  if (BELOW_DAG.has(name)) return own(name);
  if (/^plan-[0-9T.Z-]+\.json$/.test(name)) return own("plan.json");
  return /^jobs-.+\.json$/.test(name) ? own(`jobs/${name.slice("jobs-".length)}`) : null;
}
