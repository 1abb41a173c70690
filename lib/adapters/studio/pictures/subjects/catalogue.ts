import { ANIMALS } from "./animals";
import { NATURE } from "./nature";
import type { Subject } from "./subject";

/** Every thing the studio can draw, by the word or phrase that calls it. */
export const SUBJECT_BY_WORD: ReadonlyMap<string, Subject> = new Map(
  [...NATURE, ...ANIMALS].flatMap((subject) => subject.words.map((word) => [word, subject] as const)),
);
