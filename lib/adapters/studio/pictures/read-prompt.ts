import type { Mood, TimeOfDay, Weather } from "./environment";
import { CAMERA_WORDS, IGNORED, MOOD_WORDS, STAGE_WORDS, TIME_WORDS, WEATHER_WORDS } from "./lexicon";
import { createRandom, type Random } from "./random";
import type { StageId } from "./stages/stage";
import { SUBJECT_BY_WORD } from "./subjects/catalogue";
import type { Subject } from "./subjects/subject";

/** What a prompt asks to see, with every gap filled by chance from the seed. */
export interface Brief {
  readonly stage: StageId;
  /** The hero first; at most four. */
  readonly subjects: readonly Subject[];
  readonly time: TimeOfDay;
  readonly weather: Weather;
  readonly mood: Mood;
  readonly light: "sun" | "moon" | "crescent" | "none";
  readonly closeness: number;
  readonly heroX: number;
  readonly words: ReadonlySet<string>;
}

/** Stages with a sky, where hour and weather show. */
const OUTDOORS = new Set<StageId>(["coast", "meadow", "mountains", "forest", "desert", "snow", "city", "heavens"]);

/** Reads a prompt (any text) for subjects, setting, hour, weather, mood and camera. Same prompt and seed, same brief. */
export function readPrompt(prompt: string, seed: number): Brief {
  const random = createRandom(`${seed}|${prompt}`);
  const tokens = tokenize(prompt);
  const subjects = findAll(tokens, SUBJECT_BY_WORD);
  const stages = findAll(tokens, STAGE_WORDS);
  const hero = subjects[0];
  const words = new Set(tokens.flatMap((token) => variants(token)));
  const stage = stages[0] ?? hero?.home ?? random.pick<StageId>(["meadow", "mountains", "coast", "spotlight", "city", "hall", "forest"]);
  const time = findAll(tokens, TIME_WORDS)[0] ?? pickTime(random);
  const weather = findAll(tokens, WEATHER_WORDS)[0] ?? (random.chance(0.25) ? "cloudy" : "clear");
  const mood = findAll(tokens, MOOD_WORDS)[0] ?? random.pick<Mood>(["calm", "joyful", "warm", "dramatic", "calm", "mysterious"]);
  const moonlit = time === "night" || words.has("moon");
  return {
    stage,
    subjects: chooseSubjects(subjects, stage, random),
    time,
    weather,
    mood,
    light: moonlit ? (words.has("moon") || random.chance(0.5) ? "moon" : "crescent") : "sun",
    closeness: findAll(tokens, CAMERA_WORDS)[0] ?? random.range(0.15, 0.85),
    heroX: random.pick([0.34, 0.36, 0.64, 0.66, 0.5, 0.38, 0.62]) + random.range(-0.03, 0.03),
    words,
  };
}

export function hasSky(stage: StageId): boolean {
  return OUTDOORS.has(stage);
}

function pickTime(random: Random): TimeOfDay {
  const roll = random.next();
  return roll < 0.4 ? "day" : roll < 0.66 ? "sunset" : roll < 0.88 ? "dawn" : "night";
}

/** Named things, or, when nothing is named, something that suits the setting. */
function chooseSubjects(found: readonly Subject[], stage: StageId, random: Random): readonly Subject[] {
  if (found.length > 0) return found.slice(0, 4);
  const usual: Partial<Record<StageId, readonly string[]>> = {
    coast: ["sailboat", "lighthouse", "boat"],
    underwater: ["fish", "turtle", "whale"],
    mountains: ["person", "pine", "house", "eagle"],
    forest: ["deer", "person", "mushroom", "owl"],
    meadow: ["tree", "house", "windmill", "balloon", "person"],
    desert: ["pyramid", "cactus", "person"],
    snow: ["penguin", "house", "person"],
    city: ["person", "car", "bus"],
    heavens: ["balloon", "plane", "eagle"],
    space: ["planet", "rocket", "astronaut"],
    room: ["book", "clock", "lamp"],
    hall: ["globe", "book", "statue"],
    workshop: ["flask", "gear", "microscope"],
    body: ["cell", "heart", "brain"],
    circuit: ["chip", "computer", "robot"],
    energy: ["atom", "light bulb", "prism"],
    spotlight: ["light bulb", "hourglass", "globe", "crystal", "compass"],
  };
  const subject = SUBJECT_BY_WORD.get(random.pick(usual[stage] ?? ["tree"])) ?? SUBJECT_BY_WORD.get("tree");
  return subject ? [subject] : [];
}

function tokenize(prompt: string): string[] {
  return prompt
    .toLowerCase()
    .normalize("NFKD")
    .split(/[^a-z'-]+/)
    .map((token) => token.replace(/^['-]+|['-]+$/g, "").replace(/'s$/, ""))
    .filter((token) => token.length > 1 && token.length < 30);
}

/** A word and the plainer forms it may come from: plural, -ing, -ed. */
function variants(token: string): string[] {
  const forms = [token];
  if (token.endsWith("ies")) forms.push(`${token.slice(0, -3)}y`);
  if (token.endsWith("ves")) forms.push(`${token.slice(0, -3)}f`, `${token.slice(0, -3)}fe`);
  if (token.endsWith("es")) forms.push(token.slice(0, -2));
  if (token.endsWith("s") && !token.endsWith("ss")) forms.push(token.slice(0, -1));
  if (token.endsWith("ing") && token.length > 5) forms.push(token.slice(0, -3), `${token.slice(0, -3)}e`);
  if (token.endsWith("ed") && token.length > 4) forms.push(token.slice(0, -2), token.slice(0, -1));
  return forms;
}

/** Entries of the table in the order the prompt names them, phrases of two words before single ones. */
function findAll<T>(tokens: readonly string[], entries: ReadonlyMap<string, T>): T[] {
  const found: T[] = [];
  const add = (value: T): void => {
    if (!found.includes(value)) found.push(value);
  };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] ?? "";
    const next = tokens[index + 1];
    const phrase = next === undefined ? undefined : variants(next).map((form) => entries.get(`${token} ${form}`)).find((value) => value !== undefined);
    if (phrase !== undefined) {
      add(phrase);
      index++;
      continue;
    }
    if (IGNORED.has(token)) continue;
    const value = variants(token).map((form) => entries.get(form)).find((entry) => entry !== undefined);
    if (value !== undefined) add(value);
  }
  return found;
}
