import { hex, lighten, mix, turnHue } from "../colour";
import { dot, ellipse, polygon, ribbon, smooth } from "../shape";
import { floatingSpots } from "./floating-spots";
import { landBelow, rollingLine } from "./land";
import { mentions, type Stage, type StageInput } from "./stage";

export const underwater: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX, closeness } = input;
  const pen = pens.sky;
  const hue = random.range(-14, 14);
  const deep = env.dark || mentions(input, "deep", "abyss", "dark");
  const colours = (
    deep ? ["#2a6f9e", "#12456f", "#0a2549", "#061633"] : ["#8fe0e0", "#3fb0c9", "#1b7aa3", "#0f4d78"]
  ).map((text) => turnHue(hex(text), hue));
  pen.backdrop(colours);
  const [bright, , , dark] = colours;
  const light = bright ?? hex("#8fe0e0");
  const abyss = dark ?? hex("#0f4d78");
  const sunX = width * (heroX < 0.5 ? 0.66 : 0.34);
  pen.glow(sunX, -height * 0.05, unit * 0.8, mix(light, hex("#ffffff"), 0.5), 0.7);
  for (let ray = 0; ray < 8; ray++) {
    const x = sunX + random.range(-0.35, 0.35) * width;
    const slope = (x - sunX) * 1.1;
    const wide = unit * random.range(0.015, 0.06);
    pen.fill(
      polygon([
        [x - wide, -4],
        [x + wide, -4],
        [x + slope + wide * 3, height * 0.8],
        [x + slope - wide * 2, height * 0.8],
      ]),
      mix(light, hex("#ffffff"), 0.5),
      { shade: 0, ink: 0, alpha: 0.13, soft: 0.01 },
    );
  }
  for (let reef = 0; reef < 2; reef++) {
    const top = rollingLine(pens.far, height * (0.74 + reef * 0.08), unit * 0.13, 4);
    pens.far.fill(landBelow(pens.far, top), mix(abyss, light, 0.34 - reef * 0.14), {
      to: mix(abyss, light, 0.1),
      ink: 0.4,
    });
  }
  for (let fish = 0; fish < 16; fish++) {
    const x = width * (0.5 + (0.5 - heroX) * 0.9) + random.range(-0.16, 0.16) * width;
    const y = height * random.range(0.28, 0.5);
    const s = unit * random.range(0.012, 0.024);
    pens.far.fill(
      smooth(
        [
          [x - s, y],
          [x, y - s * 0.42],
          [x + s * 0.9, y],
          [x + s * 1.5, y - s * 0.4],
          [x + s * 1.4, y + s * 0.4],
          [x + s * 0.9, y],
          [x, y + s * 0.42],
        ],
        4,
      ),
      mix(abyss, light, 0.42),
      { shade: 0.2, ink: 0 },
    );
  }
  const floorTop = rollingLine(pens.middle, height * 0.86, unit * 0.05, 2);
  const sand = mix(env.local("#d8c79a"), abyss, 0.42);
  pens.middle.fill(landBelow(pens.middle, floorTop), sand, { to: mix(sand, abyss, 0.5) });
  for (let plant = 0; plant < 12; plant++)
    seaweed(
      input,
      pens.middle,
      width * random.next(),
      height * random.range(0.87, 0.95),
      unit * random.range(0.1, 0.26),
      abyss,
    );
  const spots = floatingSpots(input, 0.46, 0.5 + 0.25 * closeness);
  return {
    spots: {
      ground: [
        { x: width * heroX, y: height * 0.92, size: unit * (0.4 + 0.2 * closeness) },
        { x: width * (1 - heroX), y: height * 0.93, size: unit * 0.24 },
        { x: width * 0.5, y: height * 0.9, size: unit * 0.16 },
      ],
      water: spots,
      air: spots,
    },
    foreground: () => {
      const front = pens.front;
      const corals = ["#e8655a", "#f2a24f", "#c9559a", "#8f6ad6", "#f0d36a"];
      for (const side of [0.02, 0.1, 0.9, 0.98]) {
        if (random.chance(0.2)) continue;
        coral(
          input,
          width * side,
          height * 1.02,
          unit * random.range(0.16, 0.3),
          mix(hex(random.pick(corals)), abyss, deep ? 0.45 : 0.2),
        );
      }
      for (let plant = 0; plant < 5; plant++)
        seaweed(
          input,
          front,
          width * (random.chance(0.5) ? random.range(0, 0.2) : random.range(0.8, 1)),
          height * 1.02,
          unit * random.range(0.2, 0.4),
          abyss,
        );
      for (let bubble = 0; bubble < 26; bubble++) {
        const x = width * (heroX + random.range(-0.4, 0.4));
        const y = height * random.next();
        const r = unit * random.range(0.003, 0.012);
        front.line(ellipse(x, y, r), hex("#e8fbff"), unit * 0.0016, 0.7);
        front.fill(dot(x - r * 0.3, y - r * 0.3, r * 0.25), hex("#ffffff"), { shade: 0, ink: 0, alpha: 0.8 });
      }
    },
  };
};

function seaweed(
  input: StageInput,
  pen: StageInput["pens"]["front"],
  x: number,
  y: number,
  size: number,
  abyss: ReturnType<typeof hex>,
): void {
  const { random } = input;
  const colour = mix(hex(random.pick(["#3f8f5f", "#5a9a4a", "#2f7f70", "#8a9a3f"])), abyss, 0.35);
  const sway = random.range(-0.2, 0.2) * size;
  pen.fill(
    ribbon(
      [
        [x, y],
        [x + sway, y - size * 0.35],
        [x - sway, y - size * 0.7],
        [x + sway * 0.7, y - size],
      ],
      (t) => size * 0.045 * (1 - t) ** 0.6,
    ),
    colour,
    { shade: 0.4, ink: 0.5 },
  );
}

function coral(input: StageInput, x: number, y: number, size: number, colour: ReturnType<typeof hex>): void {
  const { pens, random } = input;
  const grow = (fromX: number, fromY: number, angle: number, length: number, depth: number): void => {
    const toX = fromX + Math.cos(angle) * length;
    const toY = fromY + Math.sin(angle) * length;
    pens.front.fill(
      ribbon(
        [
          [fromX, fromY],
          [(fromX + toX) / 2 + length * 0.06, (fromY + toY) / 2],
          [toX, toY],
        ],
        () => size * 0.018 * depth + 1,
      ),
      colour,
      { shade: 0.5, ink: 0.4 },
    );
    pens.front.fill(dot(toX, toY, size * 0.018 * depth + 1.5), lighten(colour, 0.08), { shade: 0, ink: 0 });
    if (depth > 1)
      for (const turn of [-0.5, 0.45])
        grow(toX, toY, angle + turn + random.range(-0.15, 0.15), length * 0.74, depth - 1);
  };
  for (const lean of [-0.5, 0, 0.5]) grow(x, y, -Math.PI / 2 + lean, size * 0.42, 4);
}
