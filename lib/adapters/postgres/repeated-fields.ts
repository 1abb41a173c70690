import type { FingerprintFields } from "../../core/fingerprint/types";
import type { ArtifactRecord } from "../../core/plan/types";

/*
 * What a job makes of the same inputs says so once. A timeline is made from everything there is and is an artifact per segment: kept
 * with each of them, its inputs would grow with the square of a film's length.
 */

/** Records as rows keep them: one that was made from the same as the one before it does not say from what. */
export function withoutRepeats(outputs: readonly ArtifactRecord[]): Record<string, unknown>[] {
  return outputs.map((output, index) => {
    const { madeFrom, ...rest } = output;
    const isRepeated = index > 0 && madeFrom !== null && madeFrom === outputs[index - 1]?.madeFrom;
    return isRepeated ? rest : { ...rest, madeFrom };
  });
}

/** The inverse of `withoutRepeats`; rows that repeat it, as earlier versions wrote them, are read as they are. */
export function withRepeats(rows: readonly Record<string, unknown>[]): ArtifactRecord[] {
  let madeFrom: FingerprintFields | null = null;
  return rows.map((row) => {
    const output = row as unknown as ArtifactRecord;
    if (output.madeFrom === undefined) return { ...output, madeFrom };
    madeFrom = output.madeFrom;
    return output;
  });
}
