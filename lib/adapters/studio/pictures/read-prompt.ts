import type { Mood, TimeOfDay, Weather } from "./environment";
import { findAll, tokenize, variants } from "./find-words";
import { CAMERA_WORDS, MOOD_WORDS, STAGE_WORDS, TIME_WORDS, WEATHER_WORDS } from "./lexicon";
import { createRandom, type Random } from "./random";
import { splitPrompt } from "./split-prompt";
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
  /** Subjects dark against the light. */
  readonly isBacklit: boolean;
  /** Seen through something close to the camera. */
  readonly isFramed: boolean;
}

/** Settings with a sky behind their subjects. */
export const OPEN_AIR = new Set<StageId>([
  "coast",
  "meadow",
  "mountains",
  "desert",
  "snow",
  "city",
  "heavens",
]);

/** Reads a prompt (any text) for subjects, setting, hour, weather, mood and camera. Same prompt and seed, same brief. */
export function readPrompt(prompt: string, seed: number): Brief {
  const random = createRandom(`${seed}|${prompt}`);
  const parts = splitPrompt(prompt);
  const [sight, story, manner] = [tokenize(parts.sight), tokenize(parts.story), tokenize(parts.manner)];
  const all = [...sight, ...story, ...manner];
  const named = findAll(sight, SUBJECT_BY_WORD);
  const told = findAll(story, SUBJECT_BY_WORD);
  const stage = chooseStage(sight, story, named, told, random);
  const time = findAll([...sight, ...manner, ...story], TIME_WORDS)[0] ?? pickTime(random);
  const weather = findAll(all, WEATHER_WORDS)[0] ?? (random.chance(0.25) ? "cloudy" : "clear");
  const mood =
    findAll(all, MOOD_WORDS)[0] ??
    random.pick<Mood>(["calm", "joyful", "warm", "dramatic", "calm", "mysterious"]);
  const words = new Set([...sight, ...story].flatMap((token) => variants(token)));
  const moonlit = time === "night" || words.has("moon");
  const isBacklit = manner.includes("silhouette") && OPEN_AIR.has(stage) && !moonlit;
  return {
    stage,
    subjects: chooseSubjects(castOf(named, told, stage), stage, random),
    time: isBacklit && time === "day" ? "sunset" : time,
    weather: isBacklit ? "clear" : weather,
    mood,
    light: moonlit ? (words.has("moon") || random.chance(0.5) ? "moon" : "crescent") : "sun",
    closeness: findAll([...manner, ...sight], CAMERA_WORDS)[0] ?? random.range(0.15, 0.85),
    heroX: random.pick([0.34, 0.36, 0.64, 0.66, 0.5, 0.38, 0.62]) + random.range(-0.03, 0.03),
    words,
    isBacklit,
    isFramed: manner.includes("foreground") && manner.includes("through"),
  };
}

/**
 * Who appears, the hero first. What is told besides the sight joins only where it is at home, or where the sight
 * names nothing; a hero that belongs somewhere keeps company of its own kind.
 */
function castOf(named: readonly Subject[], told: readonly Subject[], stage: StageId): readonly Subject[] {
  const staying = named.find(({ stays }) => stays);
  const fits = ({ only }: Subject): boolean => only === undefined || only.includes(stage);
  if (staying) {
    const company = named.filter((subject) => subject !== staying && subject.home === stage && fits(subject));
    return staying.alone ? [staying] : [staying, ...company];
  }
  const seen = named.filter(fits);
  const extra = told.filter((subject) => fits(subject) && !seen.includes(subject));
  if (seen.length === 0) return extra;
  return [...seen, ...extra.filter((subject) => seen.length === 1 && subject.home === stage).slice(0, 1)];
}

/** A hero that belongs somewhere, then a place named by the sight, the hero's home, a place of the story, any place. */
function chooseStage(
  sight: readonly string[],
  story: readonly string[],
  named: readonly Subject[],
  told: readonly Subject[],
  random: Random,
): StageId {
  const staying = named.find(({ stays }) => stays);
  const hero = named[0] ?? told[0];
  const lone = named.length === 1 && named[0]?.only ? named[0].only[0] : undefined;
  const place = findAll(sight, STAGE_WORDS)[0];
  return (
    staying?.home ??
    place ??
    lone ??
    hero?.home ??
    findAll(story, STAGE_WORDS)[0] ??
    random.pick<StageId>(["meadow", "mountains", "coast", "spotlight", "city", "hall", "forest"])
  );
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
