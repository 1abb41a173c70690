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

/** Reads a prompt (any text) for subjects, setting, hour, weather, mood and camera. Same prompt and seed, same brief. */
export function readPrompt(prompt: string, seed: number): Brief {
  const random = createRandom(`${seed}|${prompt}`);
  const { sight, story, manner } = splitPrompt(prompt);
  const tokens = tokenize(sight);
  const all = [...tokens, ...tokenize(story), ...tokenize(manner)];
  const named = findAll(tokens, SUBJECT_BY_WORD);
  // What is told besides the sight counts only where the sight itself names nothing.
  const told = named.length > 0 ? [] : findAll(tokenize(story), SUBJECT_BY_WORD);
  const stage = chooseStage(tokens, tokenize(story), named, told, random);
  const subjects = [...named, ...told].filter(({ only }) => only === undefined || only.includes(stage));
  const time = findAll(all, TIME_WORDS)[0] ?? pickTime(random);
  const weather = findAll(all, WEATHER_WORDS)[0] ?? (random.chance(0.25) ? "cloudy" : "clear");
  const mood =
    findAll(all, MOOD_WORDS)[0] ??
    random.pick<Mood>(["calm", "joyful", "warm", "dramatic", "calm", "mysterious"]);
  const words = new Set([...tokens, ...tokenize(story)].flatMap((token) => variants(token)));
  const moonlit = time === "night" || words.has("moon");
  return {
    stage,
    subjects: chooseSubjects(subjects, stage, random),
    time,
    weather,
    mood,
    light: moonlit ? (words.has("moon") || random.chance(0.5) ? "moon" : "crescent") : "sun",
    closeness: findAll(all, CAMERA_WORDS)[0] ?? random.range(0.15, 0.85),
    heroX: random.pick([0.34, 0.36, 0.64, 0.66, 0.5, 0.38, 0.62]) + random.range(-0.03, 0.03),
    words,
  };
}

/**
 * Picture prompts are commonly written as "shot of a sight: what is told; light and composition. Style." Of a prompt
 * in another form everything is sight. Sentences about the camera's way and words about how to draw are left out.
 */
function splitPrompt(prompt: string): { sight: string; story: string; manner: string } {
  const scene = prompt
    .replace(
      /\b(?:the|a|slow|our)?\s*camera (?:glides|pans|pulls|rises|circles|tilts|drifts|moves|pushes|zooms|tracks|follows|dollies)\b[^.]*/gi,
      " ",
    )
    .replace(
      /\b(?:deep |negative |open )?sense of space\b|\bnegative space\b|\broom to move\b[^.;,]*|\bno text\b|\b[\w-]+ style\b/gi,
      " ",
    )
    .replace(/\b(?:seen )?(?:through|under) (?:a|the) microscope\b/gi, " microscopic ")
    .replace(/\bbirds? (?:in flight|flying)\b|\bflying birds?\b/gi, " gulls ")
    .replace(/\b(?:foreground|window) frame\b/gi, " ");
  const [head = "", ...rest] = scene.split(/[;]/);
  const colon = head.indexOf(":");
  const sight = colon < 0 ? head : head.slice(0, colon);
  return { sight, story: colon < 0 ? "" : head.slice(colon + 1), manner: rest.join(" ") };
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
    const phrase =
      next === undefined
        ? undefined
        : variants(next)
            .map((form) => entries.get(`${token} ${form}`))
            .find((value) => value !== undefined);
    if (phrase !== undefined) {
      add(phrase);
      index++;
      continue;
    }
    if (IGNORED.has(token)) continue;
    const value = variants(token)
      .map((form) => entries.get(form))
      .find((entry) => entry !== undefined);
    if (value !== undefined) add(value);
  }
  return found;
}
