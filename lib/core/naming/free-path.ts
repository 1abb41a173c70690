/**
 * The path, or the first of its kind that was never put away: `music.9f2c41d07a3e.mp3`, `music.9f2c41d07a3e-2.mp3`, … What the cleaner
 * has buried may be deleted at any later moment, so nothing that lives is stored there again (storage.md, Cleaning).
 */
export function freePath(path: string, buried: ReadonlySet<string>): string {
  if (!buried.has(path)) return path;
  const dot = path.lastIndexOf(".");
  const [stem, extension] = dot > path.lastIndexOf("/") ? [path.slice(0, dot), path.slice(dot)] : [path, ""];
  for (let number = 2; ; number++) {
    const next = `${stem}-${number}${extension}`;
    if (!buried.has(next)) return next;
  }
}
