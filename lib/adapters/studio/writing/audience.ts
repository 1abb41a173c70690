/** To whom the script speaks; the audience is free text. */
export type Register = "children" | "general" | "experts";

/** Reads an audience such as "Kids aged 6 to 8" or "Senior engineers". */
export function registerFor(audience: string | undefined): Register {
  const text = (audience ?? "").toLowerCase();
  if (
    /\b(?:child|children|kids?|toddlers?|pupils?|young|family|families|preschool|primary|elementary)/.test(
      text,
    )
  ) {
    return "children";
  }
  return /\b(?:experts?|professionals?|engineers?|scientists?|scholars?|researchers?|academics?|specialists?|advanced|doctors?|phd|developers?)/.test(
    text,
  )
    ? "experts"
    : "general";
}
