import { lighten, oklch } from "../colour";
import { ellipse, ribbon } from "../shape";
import { floatingSpots, groundFrom } from "./floating-spots";
import { mentions, type Stage } from "./stage";

/** Inside a living thing: warm tissue, branching vessels, drifting cells. */
export const body: Stage = (input) => {
  const { pens, env, random, width, height, unit, heroX, closeness } = input;
  const cool = mentions(
    input,
    "cell",
    "cells",
    "dna",
    "virus",
    "bacteria",
    "gene",
    "brain",
    "neuron",
    "mind",
    "memory",
    "immune",
    "protein",
  );
  const base = cool ? random.pick([250, 285, 200]) : random.pick([18, 8, 28]);
  const pen = pens.sky;
  pen.backdrop([oklch(0.3, 0.1, base), oklch(0.42, 0.13, base + 10), oklch(0.26, 0.09, base - 15)]);
  const cx = width * (0.5 + (heroX - 0.5) * 0.75);
  pen.glow(cx, height * 0.48, unit * 0.9, oklch(0.72, 0.15, base + 25), 0.6);
  const vessel = (
    target: typeof pen,
    fromX: number,
    fromY: number,
    angle: number,
    length: number,
    thick: number,
    depth: number,
    tone: ReturnType<typeof oklch>,
  ): void => {
    const bend = random.range(-0.5, 0.5);
    const midX = fromX + Math.cos(angle + bend) * length * 0.5;
    const midY = fromY + Math.sin(angle + bend) * length * 0.5;
    const toX = fromX + Math.cos(angle) * length;
    const toY = fromY + Math.sin(angle) * length;
    target.fill(
      ribbon(
        [
          [fromX, fromY],
          [midX, midY],
          [toX, toY],
        ],
        (t) => thick * (1 - 0.35 * t),
      ),
      tone,
      { shade: 0.6, ink: 0.35 },
    );
    if (depth > 0)
      for (const turn of [-0.55, 0.5])
        vessel(
          target,
          toX,
          toY,
          angle + turn + random.range(-0.2, 0.2),
          length * 0.68,
          thick * 0.62,
          depth - 1,
          tone,
        );
  };
  for (let tree = 0; tree < 7; tree++) {
    const a = (tree / 7) * Math.PI * 2 + random.next();
    vessel(
      tree < 4 ? pens.sky : pens.far,
      width * 0.5 + Math.cos(a) * width * 0.62,
      height * 0.5 + Math.sin(a) * height * 0.7,
      a + Math.PI + random.range(-0.3, 0.3),
      unit * random.range(0.2, 0.32),
      unit * random.range(0.014, 0.034),
      3,
      oklch(tree < 4 ? 0.4 : 0.5, 0.15, base + random.range(-20, 30)),
    );
  }
  const drift = (
    target: typeof pen,
    count: number,
    low: number,
    high: number,
    tone: ReturnType<typeof oklch>,
  ): void => {
    for (let cell = 0; cell < count; cell++) {
      const x = width * random.next();
      const y = height * random.next();
      if (
        target === pens.middle &&
        Math.abs(x - cx) < unit * 0.32 &&
        Math.abs(y - height * 0.5) < unit * 0.32
      )
        continue;
      const r = unit * random.range(low, high);
      target.at(
        x,
        y,
        r,
        () => {
          target.fill(ellipse(0, 0, 1, 0.72), tone, { shade: 0.8, form: "round", ink: 0.5 });
          target.fill(ellipse(0.05, 0.04, 0.48, 0.3), lighten(tone, -0.08), {
            shade: 0.2,
            form: "round",
            ink: 0,
          });
        },
        { turn: random.range(0, 3) },
      );
    }
  };
  drift(pens.far, 16, 0.012, 0.026, oklch(0.5, 0.15, base + 5));
  drift(pens.middle, 14, 0.024, 0.046, oklch(0.58, 0.18, base + 10));
  return {
    spots: {
      ground: groundFrom(floatingSpots(input, 0.5, 0.66 + 0.16 * closeness)),
      air: floatingSpots(input, 0.5, 0.66 + 0.16 * closeness),
    },
    foreground: () => {
      const tone = oklch(0.46, 0.17, base + 5);
      for (const [x, y, r] of [
        [0.04, 0.92, 0.12],
        [0.95, 0.08, 0.1],
        [0.9, 0.94, 0.07],
      ] as const) {
        pens.front.at(
          width * x,
          height * y,
          unit * r,
          () => {
            pens.front.fill(ellipse(0, 0, 1, 0.74), tone, { shade: 0.9, form: "round" });
            pens.front.fill(ellipse(0.05, 0.05, 0.5, 0.32), lighten(tone, -0.09), {
              shade: 0.2,
              form: "round",
              ink: 0,
            });
          },
          { turn: random.range(0, 3) },
        );
      }
      void env;
    },
  };
};
