import { type Canvas, createCanvas } from "@napi-rs/canvas";
import { againstTheLight, createEnvironment } from "./environment";
import { Pen } from "./pen";
import { createRandom } from "./random";
import { OPEN_AIR, readPrompt } from "./read-prompt";
import { ellipse } from "./shape";
import { STAGES } from "./stages/catalogue";
import { LAYERS, type LayerName, type Spot, type StageInput } from "./stages/stage";
import { paintViewFrame } from "./stages/view-frame";
import type { Frame, StyleRecipe } from "./styles/recipe";
import type { Subject } from "./subjects/subject";

/** A scene painted on five transparent sheets, the farthest first, so a camera can move between them. */
export interface Composition {
  readonly layers: readonly { readonly name: LayerName; readonly canvas: Canvas }[];
  readonly frame: Pick<Frame, "accent" | "haze">;
}

/** Paints the prompt at exactly this size (layer pixels); the style's whole-picture finish is not applied yet. */
export function composeScene(options: {
  prompt: string;
  style: StyleRecipe;
  width: number;
  height: number;
  seed: number;
}): Composition {
  const { prompt, style, width, height, seed } = options;
  const brief = readPrompt(prompt, seed);
  const root = createRandom(`${seed}|${prompt}|scene`);
  const env = createEnvironment({
    time: brief.time,
    weather: brief.weather,
    mood: brief.mood,
    random: root.fork("environment"),
  });
  const canvases = new Map<LayerName, Canvas>();
  const penFor = (name: LayerName): Pen => {
    const canvas = createCanvas(width, height);
    canvases.set(name, canvas);
    return new Pen({
      surface: {
        ctx: canvas.getContext("2d"),
        width,
        height,
        random: root.fork(`brush-${name}`),
        light: env.lightFrom,
      },
      style,
      env: brief.isBacklit && name === "subject" ? againstTheLight(env) : env,
      random: root.fork(`paint-${name}`),
    });
  };
  const pens: Record<LayerName, Pen> = {
    sky: penFor("sky"),
    far: penFor("far"),
    middle: penFor("middle"),
    subject: penFor("subject"),
    front: penFor("front"),
  };
  const input: StageInput = {
    pens,
    env,
    random: root.fork("stage"),
    width,
    height,
    unit: Math.min(height, width * 0.92),
    closeness: brief.closeness,
    heroX: width < height ? 0.5 + (brief.heroX - 0.5) * 0.5 : brief.heroX,
    words: brief.words,
    light: brief.light,
    isBacklit: brief.isBacklit,
    heroPlace: brief.subjects[0]?.place ?? "ground",
  };
  const { spots, foreground } = STAGES[brief.stage](input);
  placeSubjects(pens, brief.subjects, spots);
  foreground?.();
  if (brief.isFramed) paintViewFrame(input, OPEN_AIR.has(brief.stage));
  for (const [name, canvas] of canvases) {
    style.finishLayer?.({
      ctx: canvas.getContext("2d"),
      width,
      height,
      random: root.fork(`finish-${name}`),
      light: env.lightFrom,
    });
  }
  return {
    layers: LAYERS.flatMap((name) => {
      const canvas = canvases.get(name);
      return canvas ? [{ name, canvas }] : [];
    }),
    frame: { accent: env.accent, haze: env.sky[2] ?? env.accent },
  };
}

interface Spots {
  readonly ground: readonly Spot[];
  readonly water?: readonly Spot[];
  readonly air: readonly Spot[];
}

/** The hero takes the best spot of its kind; others follow; what comes in numbers gets smaller company behind it. */
function placeSubjects(pens: Record<LayerName, Pen>, subjects: readonly Subject[], spots: Spots): void {
  const taken = { ground: 0, water: 0, air: 0 };
  const jobs: { subject: Subject; spot: Spot; hero: boolean; ground: boolean }[] = [];
  const take = (subject: Subject, hero: boolean): boolean => {
    const place = subject.place === "water" && !spots.water ? "ground" : subject.place;
    const list = spots[place] ?? spots.ground;
    const spot = list[taken[place]];
    if (!spot) return false;
    taken[place]++;
    // A hero in one kind of place leaves the middle of the picture: the others start beside it.
    if (hero)
      for (const other of ["ground", "water", "air"] as const)
        if (other !== place) taken[other] = Math.max(taken[other], 1);
    jobs.push({ subject, spot, hero, ground: place === "ground" });
    return true;
  };
  subjects.forEach((subject, index) => void take(subject, index === 0));
  const hero = subjects[0];
  if (hero && subjects.length < 3)
    for (let extra = 0; extra < (hero.company ?? 0); extra++) if (!take(hero, false)) break;
  jobs.sort((a, b) => a.spot.y - b.spot.y);
  for (const { subject, spot, hero: isHero, ground } of jobs) {
    const pen = isHero || spot.size > pens.subject.height * 0.3 ? pens.subject : pens.middle;
    const { x, y, size } = settle(subject, spot, ground, pen);
    const flip = pen.random.chance(0.5) && !subject.oneWay;
    const half = size * (subject.wide ?? 0.45);
    if (ground)
      pen.fill(ellipse(x, spot.y, half * 0.9, Math.min(size * 0.05, half * 0.12)), [0.12, 0, -0.03], {
        shade: 0,
        ink: 0,
        alpha: 0.3,
        soft: 0.008,
      });
    pen.at(x, y, size, () => subject.paint(pen), { flip });
  }
}

/** Where the subject's origin goes and how large it is: within the picture, whole. */
function settle(
  subject: Subject,
  spot: Spot,
  ground: boolean,
  pen: Pen,
): { x: number; y: number; size: number } {
  const wide = subject.wide ?? 0.45;
  const standsOn = subject.origin === "base" && subject.place !== "air";
  const above = standsOn ? spot.y - pen.height * 0.04 : Math.min(spot.y, pen.height - spot.y) * 1.9;
  const size = Math.min(spot.size * (subject.scale ?? 1), above / 1.04, (pen.width * 0.46) / wide);
  const edge = Math.min(pen.width / 2, wide * size * 1.04);
  const x = Math.min(pen.width - edge, Math.max(edge, spot.x));
  if (subject.origin === "base")
    return { x, y: spot.y + (!ground && subject.place === "air" ? size / 2 : 0), size };
  return { x, y: spot.y - (ground ? size / 2 : 0), size };
}
