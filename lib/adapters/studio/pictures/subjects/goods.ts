import { hex, lighten, oklch } from "../colour";
import type { Pen } from "../pen";
import { ellipse, openLine, outline, polygon, rect, ribbon, roundRect, star } from "../shape";
import type { Subject } from "./subject";

function coins(p: Pen): void {
  const gold = hex("#e0b23f");
  const stack = (x: number, base: number, count: number): void => {
    for (let coin = 0; coin < count; coin++) {
      const y = base - coin * 0.068;
      const shift = p.random.range(-0.012, 0.012);
      p.fill(
        roundRect(x - 0.2 + shift, y - 0.065, 0.4, 0.066, 0.03),
        lighten(gold, coin % 2 === 0 ? -0.05 : -0.09),
        { shade: 0.9 },
      );
      p.fill(ellipse(x + shift, y - 0.066, 0.2, 0.045), lighten(gold, 0.05), { shade: 0.5, ink: 0.7 });
    }
    p.line(ellipse(x, base - count * 0.068 + 0.002, 0.13, 0.026), lighten(gold, -0.1), 0.01);
  };
  stack(-0.46, -0.05, 6);
  stack(0.46, -0.05, 9);
  stack(0, -0.02, 12);
  for (const [x, y] of outline("-0.78 0, 0.8 0.0, 0.22 0.05")) {
    p.fill(ellipse(x, y, 0.17, 0.05), gold, { shade: 0.6 });
    p.line(ellipse(x, y, 0.11, 0.03), lighten(gold, -0.12), 0.01);
  }
  for (let spark = 0; spark < 5; spark++)
    p.fill(star(p.random.range(-0.6, 0.6), p.random.range(-0.9, -0.3), 0.05, 0.012, 4), hex("#fff6d0"), {
      shade: 0,
      ink: 0,
    });
}

function bins(p: Pen): void {
  ["#3f7fb5", "#d9a52e", "#4f9a55", "#8a5f4a"].forEach((tone, index) => {
    const x = -0.72 + index * 0.48;
    const body = p.local(tone);
    p.fill(
      polygon([
        [x - 0.2, -0.7],
        [x + 0.2, -0.7],
        [x + 0.16, 0],
        [x - 0.16, 0],
      ]),
      body,
      { shade: 0.9 },
    );
    p.fill(roundRect(x - 0.23, -0.78, 0.46, 0.1, 0.03), lighten(body, -0.1), { shade: 0.6 });
    for (let arrow = 0; arrow < 3; arrow++)
      p.at(
        x,
        -0.36,
        0.13,
        () => {
          p.line(openLine(outline("-0.5 0.75, 0.5 0.75")), hex("#ffffff"), 0.24);
          p.fill(polygon(outline("0.45 0.38, 0.95 0.75, 0.45 1.12")), hex("#ffffff"), { shade: 0, ink: 0 });
        },
        { turn: (arrow / 3) * Math.PI * 2 },
      );
  });
  p.fill(roundRect(-0.78, -0.98, 0.09, 0.22, 0.03), hex("#7fc4a0"), { shade: 0.6, alpha: 0.9 });
  p.fill(roundRect(-0.3, -0.92, 0.12, 0.16, 0.02), p.local("#c9cdd2"), { shade: 0.9 });
  p.fill(polygon(outline("0.14 -0.78, 0.2 -1, 0.4 -0.96, 0.34 -0.78")), p.local("#f2ead6"), { shade: 0.3 });
}

function toolTable(p: Pen): void {
  const wood = p.local("#9a6a40");
  p.fill(rect(-0.9, -0.5, 1.8, 0.09), lighten(wood, 0.05), { shade: 0.5 });
  for (const x of [-0.8, 0.7]) p.fill(rect(x, -0.42, 0.1, 0.42), wood, { shade: 0.7 });
  p.fill(rect(-0.74, -0.18, 1.48, 0.05), lighten(wood, -0.08), { shade: 0.4 });
  p.fill(polygon(outline("-0.4 -0.5, 0.3 -0.5, 0.22 -0.62, -0.34 -0.62")), p.local("#f2ead2"), {
    shade: 0.2,
  });
  p.line(ellipse(-0.06, -0.56, 0.12, 0.035), p.local("#3f6f9c"), 0.008);
  p.line(openLine(outline("-0.26 -0.535, 0.16 -0.585")), p.local("#3f6f9c"), 0.008);
  p.fill(
    ribbon(outline("-0.78 -0.52, -0.62 -0.86"), () => 0.022),
    p.local("#7a4f2e"),
    { shade: 0.5 },
  );
  p.at(
    -0.62,
    -0.86,
    1,
    () => p.fill(roundRect(-0.13, -0.05, 0.24, 0.1, 0.02), p.local("#6f767f"), { shade: 0.8 }),
    { turn: 0.44 },
  );
  p.fill(polygon(outline("0.42 -0.52, 0.86 -0.6, 0.86 -0.72, 0.46 -0.6")), p.local("#c3c9cf"), {
    shade: 0.7,
  });
  p.fill(roundRect(0.3, -0.6, 0.16, 0.1, 0.03), p.env.accent, { shade: 0.7 });
  p.fill(roundRect(0.5, -0.94, 0.16, 0.22, 0.02), p.local("#b5653f"), { shade: 0.8 });
  for (const [dx, tone] of [
    [0.02, "#e8c33a"],
    [0.07, "#4f8ab5"],
    [0.12, "#cf5a3a"],
  ] as const)
    p.fill(
      ribbon(
        [
          [0.5 + dx, -0.92],
          [0.48 + dx * 1.4, -1.12],
        ],
        () => 0.016,
      ),
      hex(tone),
      { shade: 0.3 },
    );
}

function crown(p: Pen): void {
  const gold = hex("#e6b93f");
  p.fill(
    polygon(outline("-0.46 -0.08, -0.54 -0.66, -0.26 -0.38, 0 -0.8, 0.26 -0.38, 0.54 -0.66, 0.46 -0.08")),
    gold,
    { shade: 0.9 },
  );
  p.fill(roundRect(-0.48, -0.14, 0.96, 0.14, 0.03), lighten(gold, -0.07), { shade: 0.7 });
  for (const [x, y] of outline("-0.54 -0.68, 0 -0.84, 0.54 -0.68"))
    p.fill(ellipse(x, y, 0.055), hex("#d9405a"), { shade: 0.9, form: "round" });
  for (let gem = 0; gem < 5; gem++)
    p.fill(ellipse(-0.34 + gem * 0.17, -0.07, 0.042), oklch(0.6, 0.18, gem * 80), {
      shade: 0.9,
      form: "round",
    });
}

export const GOODS: readonly Subject[] = [
  {
    words: "coin, money, gold, bank, price, saving, dollar, cash, interest, wealth, finance, currency",
    paint: coins,
    home: "spotlight",
    origin: "base",
    wide: 0.98,
    place: "ground",
    scale: 0.75,
  },
  {
    words: "bin, recycling, recycle, waste, plastic, rubbish, trash, garbage",
    paint: bins,
    home: "city",
    origin: "base",
    wide: 0.95,
    place: "ground",
    scale: 0.7,
  },
  {
    words: "workbench, tool, hammer, sketch, craft, drawing, prototype",
    paint: toolTable,
    home: "workshop",
    origin: "base",
    wide: 0.92,
    place: "ground",
    scale: 0.8,
  },
  {
    words: "crown, throne, monarchy, empire, royal",
    paint: crown,
    home: "spotlight",
    origin: "base",
    wide: 0.55,
    place: "ground",
    scale: 0.7,
  },
];
