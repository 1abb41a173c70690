import { describe, expect, it } from "vitest";
import { withoutRepeats, withRepeats } from "../../lib/adapters/postgres/repeated-fields";
import type { ArtifactRecord } from "../../lib/core/plan/types";

const fields = (seed: number) => ({ seed }) as unknown as ArtifactRecord["madeFrom"];
const record = (id: string, madeFrom: ArtifactRecord["madeFrom"]) => ({ id, madeFrom }) as ArtifactRecord;

describe("what rows keep of artifact records", () => {
  const one = fields(1);
  const outputs = [
    record("A[0]", one),
    record("A[1]", one),
    record("B", null),
    record("C", null),
    record("D", one),
    record("E", fields(2)),
  ];

  it("says once what neighbours were made from, and reads back the same", () => {
    const rows = JSON.parse(JSON.stringify(withoutRepeats(outputs))) as Record<string, unknown>[];
    expect(rows.map((row) => "madeFrom" in row)).toEqual([true, false, true, true, true, true]);
    expect(withRepeats(rows)).toEqual(outputs);
  });

  it("reads rows that repeat it", () => {
    expect(withRepeats(outputs as unknown as Record<string, unknown>[])).toEqual(outputs);
  });
});
