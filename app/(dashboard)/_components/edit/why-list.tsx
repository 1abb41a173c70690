import type { DirtyGroup } from "../../_lib/dirty-groups";
import { generatorLabel } from "../../_lib/labels";

/** `Picture × 6, Timeline`: what a cause makes necessary. */
function counted(jobs: DirtyGroup["jobs"]): string {
  const counts = new Map<string, number>();
  for (const { genId } of jobs) counts.set(genId, (counts.get(genId) ?? 0) + 1);
  return [...counts]
    .map(([genId, count]) => `${generatorLabel(genId)}${count > 1 ? ` × ${count}` : ""}`)
    .join(", ");
}

/** Why it is made again, cause by cause, in words. */
export function WhyList({ groups }: { groups: readonly DirtyGroup[] }) {
  if (groups.length === 0) return null;
  return (
    <ul aria-label="Why" data-testid="why" className="flex flex-col gap-2.5 text-sm">
      {groups.map(({ cause, jobs }) => (
        <li key={cause} className="border-l-2 border-accent pl-3">
          <p className="break-words">{cause}</p>
          <p className="mt-0.5 text-xs text-ink-3">{counted(jobs)}</p>
        </li>
      ))}
    </ul>
  );
}
