import { ANIMALS } from "./animals";
import { BUILDINGS } from "./buildings";
import { NATURE } from "./nature";
import { PEOPLE } from "./people";
import type { Subject } from "./subject";
import { TRAVEL } from "./travel";

/** Every thing the studio can draw, by the word or phrase that calls it; the first table that has a word keeps it. */
export const SUBJECT_BY_WORD: ReadonlyMap<string, Subject> = indexByWord([
  ...NATURE,
  ...ANIMALS,
  ...TRAVEL,
  ...BUILDINGS,
  ...PEOPLE,
]);

function indexByWord(subjects: readonly Subject[]): Map<string, Subject> {
  const index = new Map<string, Subject>();
  for (const subject of subjects) {
    for (const word of subject.words) if (!index.has(word)) index.set(word, subject);
  }
  return index;
}
