import { sentenceCase } from "./words";

/**
 * Fills `{slot}` names and `{plural|singular}` choices of a line, and begins it with a capital.
 * An unknown slot is left standing, so that a test can see it.
 */
export function fillSlots(
  line: string,
  slots: Readonly<Record<string, string>>,
  { plural }: { plural: boolean },
): string {
  const filled = line.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const [many, one] = name.split("|");
    if (one !== undefined) return (plural ? many : one) ?? "";
    return slots[name] ?? whole;
  });
  return sentenceCase(filled.replace(/\s+/g, " ").trim());
}
