/** The form in which the offline writer keeps what it knows. */

/**
 * What a line is for: the arc is hook, explanation, example, surprise, consequence, close. A key line is the part of
 * the explanation that even the shortest video keeps; a gentle line is only for children, a deep line for experts.
 */
export type LineRole =
  | "hook"
  | "key"
  | "explanation"
  | "example"
  | "surprise"
  | "consequence"
  | "close"
  | "gentle"
  | "deep";

export interface TopicLine {
  readonly role: LineRole;
  readonly text: string;
}

export interface Topic {
  readonly id: string;
  /** As it stands in a sentence: "tides", "the heart". */
  readonly subject: string;
  /** Whether a prompt speaks of this topic. */
  readonly match: RegExp;
  readonly lines: readonly TopicLine[];
}

const MARKS: Readonly<Record<string, LineRole>> = {
  "?": "hook",
  "*": "key",
  ">": "explanation",
  "=": "example",
  "!": "surprise",
  "+": "consequence",
  ".": "close",
  "~": "gentle",
  "^": "deep",
};

/**
 * Reads topics written one line per sentence, in speaking order, each behind a mark: ? hook, * key,
 * > explanation, * = example, ! surprise, + consequence, . close, ~ gentle, ^ deep.
 * @throws RangeError when a line has no mark, when the module is loaded.
 */
export function defineTopics(
  sources: readonly { id: string; subject: string; match: RegExp; lines: string }[],
): readonly Topic[] {
  return sources.map(({ id, subject, match, lines }) => ({
    id,
    subject,
    match,
    lines: lines
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .map((line) => {
        const role = MARKS[line[0] ?? ""];
        if (!role) throw new RangeError(`lines: ${id} has a line without a mark: ${line}`);
        return { role, text: line.slice(1).trim() };
      }),
  }));
}
