/** Prompts for the picture, video and music generators, written without a model. */
import { seededRandom } from "../seeded-random";
import { clausesOf, picturesIn, subjectOfSummary } from "./visual-words";
import { sentenceCase } from "./words";

const SHOTS: readonly string[] = [
  "Wide establishing shot",
  "Close-up",
  "Detail shot from above",
  "Aerial view",
  "Low-angle view",
  "Medium shot at eye level",
  "Silhouette against the light",
  "View through a foreground frame",
];

const LIGHTS: readonly string[] = [
  "soft morning light",
  "golden evening light",
  "cool blue twilight",
  "bright midday light",
  "misty diffused light",
  "dramatic side light",
];

const COMPOSITIONS: readonly string[] = [
  "uncluttered background",
  "deep sense of space",
  "layered foreground and distance",
  "calm balanced composition",
  "strong diagonal composition",
];

const MOVES: readonly string[] = [
  "The camera glides slowly forward",
  "The camera pans gently from left to right",
  "The camera pulls back to reveal the whole scene",
  "The camera rises from the ground into a wide view",
  "The camera circles the subject in a slow arc",
  "The camera tilts up from the foreground to the sky",
  "The camera drifts sideways past the foreground",
];

interface Scene {
  /** Something to see. */
  readonly picture: string;
  /** The words of the narration that it stands for. */
  readonly clause: string;
}

/** One scene for each clause of the narration, and never none. */
function scenesOf(narration: string, summary: string): Scene[] {
  const subject = subjectOfSummary(summary);
  const known = picturesIn(subject)[0];
  const clauses = clausesOf(narration);
  const usual = [...picturesIn(narration), known ?? subject];
  return (clauses.length > 0 ? clauses : [subject]).map((clause, index) => {
    const own = picturesIn(clause)[0] ?? usual[index % usual.length] ?? subject;
    // A subject that has no picture of its own is named, so that an able artist can draw it.
    const named = known || own === subject ? own : `${subject}, together with ${own}`;
    // A tale follows its hero into every scene.
    const picture = /^A tale\b/.test(summary) && own !== known && known ? `${own}, with ${subject}` : named;
    return { picture, clause: clause.replace(/^(?:And|But|So) /, "") };
  });
}

/**
 * Describes `count` different pictures of one narration: each names something to see, a shot and a light, then the
 * style. No text in the pictures, for it would compete with the captions.
 * @throws RangeError naming `count` when it is not a whole number from 0 to 20.
 */
export function writeImagePrompts({
  narration,
  summary,
  style,
  count,
  seed,
}: {
  narration: string;
  summary: string;
  style: string;
  count: number;
  seed: number | string;
}): string[] {
  if (!Number.isInteger(count) || count < 0 || count > 20) {
    throw new RangeError("count: must be a whole number from 0 to 20");
  }
  const random = seededRandom(seed, `pictures ${narration}`);
  // The first picture sets the scene; the others come in any order, none twice among the first eight.
  const shots = [SHOTS[0] ?? "Wide shot", ...random.shuffle(SHOTS.slice(1))];
  const ending = style.trim() === "" ? "no text" : `${style.trim()} style, no text`;
  const scenes = scenesOf(narration, summary);
  const used = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    const scene = scenes[index % scenes.length];
    const shot = shots[index % shots.length] ?? "Wide shot";
    const setting = `${random.pick(LIGHTS)}, ${random.pick(COMPOSITIONS)}`;
    let prompt = `${shot} of ${scene?.picture}: ${scene?.clause}; ${setting}. ${sentenceCase(ending)}.`;
    for (let other = 2; used.has(prompt); other++) prompt = `${prompt.slice(0, -1)}, variation ${other}.`;
    used.add(prompt);
    return prompt;
  });
}

/** A scene and one camera move for a text-to-video generator. */
export function writeVideoDirection({
  narration,
  summary,
  seed,
}: {
  narration: string;
  summary: string;
  seed: number | string;
}): string {
  const random = seededRandom(seed, `direction ${narration}`);
  const [scene, next] = scenesOf(narration, summary);
  const reveal =
    next && next.picture !== scene?.picture ? `revealing ${next.picture}` : "revealing more and more detail";
  return `${sentenceCase(scene?.picture ?? "")} in ${random.pick(LIGHTS)}: ${scene?.clause}. ${random.pick(MOVES)}, ${reveal}. Smooth, steady motion, no text.`;
}

/** The first frame of an image-to-video clip, and how the camera moves from it. */
export function writeStartingImage({
  narration,
  summary,
  seed,
}: {
  narration: string;
  summary: string;
  seed: number | string;
}): { startingImagePrompt: string; directionPrompt: string } {
  const random = seededRandom(seed, `start ${narration}`);
  const [scene] = scenesOf(narration, summary);
  return {
    startingImagePrompt: `${random.pick(SHOTS)} of ${scene?.picture}: ${scene?.clause}; ${random.pick(LIGHTS)}, room to move at the edges. No text.`,
    directionPrompt: `${random.pick(MOVES)}, while small things stir in the scene of ${scene?.picture}. Keep the subject in frame; smooth, steady motion.`,
  };
}

const MOODS: readonly { words: RegExp; mood: string }[] = [
  {
    words: /\btale\b|\bchild|\bkids?\b|\bcats?\b|\bdogs?\b|\bpuppy/i,
    mood: "playful and warm, with bells and plucked strings",
  },
  {
    words: /\bspace\b|\bstars?\b|\bblack hole|\bplanet|\bmoon\b|\bgalax|\bocean|\btides?\b|\bdream/i,
    mood: "wondrous and floating, with soft bells and wide pads",
  },
  {
    words: /\bcomputer|\binternet|\bartificial intelligence|\bdata\b|\brobot|\belectri|\bdigital/i,
    mood: "electronic and futuristic, with a light synth pulse",
  },
  {
    words: /\bhistory\b|\brome\b|\begypt|\bwar\b|\bempire|\bancient|\bpharaoh/i,
    mood: "cinematic and sweeping, with strings and piano",
  },
  {
    words: /\bvolcano|\bearthquake|\blightning|\bdinosaur|\brocket|\bstorm/i,
    mood: "epic and powerful, with strings and deep drums",
  },
  {
    words: /\bmoney\b|\bbusiness|\bproduct|\bcompany|\bmarket|\bsave\b|\bsaving/i,
    mood: "inspiring and confident, with light piano",
  },
  {
    words: /\bcoffee|\bbread|\bchocolate|\bcook|\bmaking\b|\bbak/i,
    mood: "happy and upbeat, with plucked guitar",
  },
  {
    words: /\bsleep|\bheart\b|\btree|\bforest|\bbee|\bleaf|\bgarden|\bphotosynthesis/i,
    mood: "calm and gentle, with warm pads and piano",
  },
  { words: /\bmyster|\bsecret|\bghost|\bunknown|\bdark\b/i, mood: "mysterious and quiet, with low strings" },
];

/** A music prompt that fits the film; the modifier, a person's wish, comes first and so weighs most. */
export function writeMusicPrompt({
  title,
  summary,
  modifier,
  seed,
}: {
  title: string;
  summary: string;
  modifier?: string;
  seed: number | string;
}): string {
  const random = seededRandom(seed, `music ${title}`);
  const fitting =
    MOODS.find(({ words }) => words.test(title)) ?? MOODS.find(({ words }) => words.test(summary));
  const mood =
    fitting?.mood ??
    random.pick([
      "gentle and curious, with piano and pads",
      "calm and warm, with soft pads",
      "inspiring and light, with plucked strings",
    ]);
  const wish = (modifier ?? "").trim().replace(/[.\s]+$/, "");
  const lead =
    wish === "" ? `Instrumental music, ${mood}` : `${sentenceCase(wish)}. Instrumental music, ${mood}`;
  return `${lead}, for a short film called "${title}"; unobtrusive under a narrator, no vocals.`;
}
