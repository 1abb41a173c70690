import { describe, expect, it } from "vitest";
import { mayAdopt, mayCutOff, reasonKind, reasonSubject, sortReasons } from "../../lib/core/plan/reasons";
import type { DirtyReason } from "../../lib/core/plan/types";

const CHANGES: DirtyReason[] = ["input-changed:Size", "fingerprint-changed:model", "upstream:Music"];
const BINDING: DirtyReason[] = ["full-run", "take-requested", "failed", "validation", "missing"];

describe("a reason", () => {
  it("has a kind, and a subject where it names one", () => {
    expect([...BINDING, ...CHANGES].map(reasonKind)).toEqual([
      ...BINDING,
      "input-changed",
      "fingerprint-changed",
      "upstream",
    ]);
    for (const reason of BINDING) expect(reasonSubject(reason)).toBeNull();
    expect(CHANGES.map(reasonSubject)).toEqual(["Size", "model", "Music"]);
    expect(reasonKind("upstream:a:b")).toBe("upstream");
    expect(reasonSubject("upstream:a:b")).toBe("a:b");
  });
});

describe("reasons", () => {
  it("stand once each, the most binding first, those of a kind in their order", () => {
    const mixed: DirtyReason[] = [
      "upstream:B",
      ...CHANGES,
      ...BINDING.toReversed(),
      "upstream:A",
      "upstream:B",
    ];
    expect(sortReasons(mixed)).toEqual([
      ...BINDING,
      "input-changed:Size",
      "fingerprint-changed:model",
      "upstream:B",
      "upstream:Music",
      "upstream:A",
    ]);
    expect(sortReasons([])).toEqual([]);
  });

  it("allow an early cutoff when all are changes, and adoption when nothing else but missing is among them", () => {
    expect(mayCutOff(CHANGES)).toBe(true);
    expect(mayAdopt([...CHANGES, "missing"])).toBe(true);
    for (const reason of BINDING) {
      expect(mayCutOff([...CHANGES, reason])).toBe(false);
      expect(mayAdopt([...CHANGES, reason])).toBe(reason === "missing");
    }
  });
});
