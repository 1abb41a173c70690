import { type Colour, hex, lighten, mix } from "../colour";
import { dot, outline, polygon, rect, ribbon } from "../shape";
import { paintBookshelf, paintHearth, paintJars, paintRug, paintTiles } from "./furniture";
import { mentions, type Stage, type StageInput } from "./stage";
import { paintWindow } from "./window";

/** Warm interior with something to stand on in front: a parlour, a kitchen, a hearth or a wide window. */
export const room: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX, closeness } = input;
  const wall = env.local(random.pick(["#c9a27e", "#8fa391", "#b98f7c", "#7f93a6", "#c4ad83", "#a5868f"]));
  const pen = pens.sky;
  pen.backdrop([lighten(wall, -0.1), wall, lighten(wall, 0.03)]);
  const tableY = height * (closeness > 0.7 ? random.range(0.58, 0.66) : random.range(0.66, 0.74));
  const side = heroX < 0.5 ? 1 : -1;
  const kind = chooseKind(input);
  const lightX = width * (0.5 + side * 0.22);
  if (kind === "kitchen") {
    paintTiles(input, tableY, wall);
    paintJars(input, width * (0.5 + side * 0.24), tableY * 0.34);
    paintJars(input, width * (0.5 + side * 0.24), tableY * 0.66);
    paintPendant(input, width * heroX, tableY);
  } else if (kind === "hearth") {
    paintStripes(input, wall);
    paintHearth(input, lightX, tableY);
    paintBookshelf(input, width * (0.5 - side * 0.3), tableY * 0.4);
  } else if (kind === "view") {
    paintWindow(input, {
      x: width * (0.5 + side * 0.06),
      y: tableY * 0.08,
      width: width * 0.74,
      height: tableY * 0.78,
      curtains: false,
    });
  } else {
    paintStripes(input, wall);
    const tall = Math.min(tableY * 0.72, unit * 0.5);
    paintWindow(input, { x: lightX, y: tableY * 0.1, width: unit * 0.42, height: tall, curtains: true });
    paintBookshelf(input, width * (0.5 - side * 0.3), tableY * 0.36);
  }
  const top = env.local(
    kind === "kitchen" ? random.pick(["#d9c8ae", "#a9794f"]) : random.pick(["#9a6b42", "#7f5a40", "#b58556"]),
  );
  paintTable(input, tableY, top);
  if (kind === "hearth") paintRug(input, width * heroX, tableY + (height - tableY) * 0.46);
  if (kind !== "hearth") paintPatchOfLight(input, kind === "kitchen" ? width * heroX : lightX, tableY, side);
  const seat = tableY + (height - tableY) * 0.46;
  return {
    spots: {
      ground: [
        { x: width * heroX, y: seat, size: unit * (0.5 + 0.24 * closeness) },
        { x: width * (heroX + side * 0.34), y: seat - unit * 0.03, size: unit * 0.3 },
        { x: width * (heroX + side * 0.54), y: seat - unit * 0.05, size: unit * 0.22 },
      ],
      air: [
        { x: width * heroX, y: tableY * 0.52, size: unit * (0.42 + 0.2 * closeness) },
        { x: width * (heroX + side * 0.3), y: tableY * 0.3, size: unit * 0.18 },
      ],
    },
    foreground: () => paintMotes(input, lightX),
  };
};

type Kind = "parlour" | "kitchen" | "hearth" | "view";

function chooseKind(input: StageInput): Kind {
  if (mentions(input, "sill", "window")) return input.random.pick<Kind>(["parlour", "view"]);
  const cooks = mentions(
    input,
    "kitchen",
    "oven",
    "bread",
    "loaf",
    "dough",
    "flour",
    "coffee",
    "cook",
    "bake",
    "chocolate",
    "yeast",
  );
  if (cooks) return input.random.pick<Kind>(["kitchen", "kitchen", "parlour", "view", "hearth"]);
  return input.random.pick<Kind>(["parlour", "parlour", "hearth", "view"]);
}

function paintStripes({ pens, width, height }: StageInput, wall: Colour): void {
  for (let stripe = 0; stripe < 22; stripe++) {
    pens.sky.fill(rect((width * stripe) / 22, -4, width / 60, height), lighten(wall, 0.025), {
      shade: 0,
      ink: 0,
      alpha: 0.5,
    });
  }
}

function paintTable({ pens, random, width, height }: StageInput, y: number, wood: Colour): void {
  const pen = pens.middle;
  pen.fill(rect(-width * 0.02, y, width * 1.04, height), wood, { to: lighten(wood, -0.14), ink: 0.8 });
  pen.fill(rect(-width * 0.02, y, width * 1.04, height * 0.008), lighten(wood, 0.09), { shade: 0, ink: 0 });
  for (let plank = 0; plank < 26; plank++) {
    const at = y + (height - y) * random.next();
    const x = width * random.next();
    const length = width * random.range(0.08, 0.3);
    const grain = ribbon(
      [
        [x - length, at],
        [x, at + random.range(-0.004, 0.004) * height],
        [x + length, at],
      ],
      (t) => height * 0.0018 * Math.sin(Math.PI * t),
    );
    pen.fill(grain, lighten(wood, random.chance(0.6) ? -0.08 : 0.07), { shade: 0, ink: 0, alpha: 0.7 });
  }
}

function paintPatchOfLight(
  { pens, env, unit, height }: StageInput,
  x: number,
  y: number,
  side: number,
): void {
  const half = unit * 0.17;
  const lean = -side * unit * 0.3;
  const patch = polygon([
    [x - half, y],
    [x + half, y],
    [x + half * 1.6 + lean, height],
    [x - half * 1.6 + lean, height],
  ]);
  pens.middle.fill(patch, env.sun, { shade: 0, ink: 0, alpha: env.dark ? 0.06 : 0.2, soft: 0.01 });
}

/** A lamp on a cord over the table. */
function paintPendant({ pens, env, unit }: StageInput, x: number, tableY: number): void {
  const pen = pens.far;
  pen.fill(rect(x - unit * 0.003, -4, unit * 0.006, unit * 0.06), env.local("#3a3230"), {
    shade: 0,
    ink: 0.3,
  });
  pen.at(x, unit * 0.055, unit * 0.1, () => {
    pen.fill(polygon(outline("-0.3 0, 0.3 0, 1 0.62, -1 0.62")), env.accent, { shade: 0.7 });
  });
  pen.glow(x, unit * 0.13, tableY * 0.9, mix(hex("#ffdca0"), env.sun, 0.3), env.dark ? 0.75 : 0.4);
}

function paintMotes({ pens, random, width, height, unit }: StageInput, x: number): void {
  for (let mote = 0; mote < 24; mote++) {
    const place = dot(
      x + random.range(-0.2, 0.2) * width,
      height * random.range(0.1, 0.8),
      unit * random.range(0.001, 0.003),
    );
    pens.front.fill(place, hex("#fff4d0"), { shade: 0, ink: 0, alpha: 0.5 });
  }
}
