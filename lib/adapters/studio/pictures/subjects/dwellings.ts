import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { dot, ellipse, openLine, outline, polygon, rect, roundRect, smooth } from "../shape";
import { smoke, windows } from "./parts";
import type { Subject } from "./subject";

function cottage(p: Pen): void {
  const wall = p.local(p.random.pick(["#efe3cc", "#e8c9a0", "#d9dfd6", "#e5b9a0"]));
  const roof = p.local(p.random.pick(["#a84b36", "#6b4a40", "#4f5f73", "#8a5a3a"]));
  p.fill(rect(0.2, -0.98, 0.11, 0.34), p.local("#8f5f4a"), { shade: 0.6 });
  smoke(p, 0.255, -1, 0.16, p.local("#d9d9dd"), 5);
  p.fill(rect(-0.46, -0.52, 0.92, 0.52), wall, { shade: 0.6 });
  p.fill(polygon(outline("-0.56 -0.48, -0.4 -0.94, 0.4 -0.94, 0.56 -0.48")), roof, { shade: 0.8 });
  for (let row = 1; row < 5; row++) {
    const y = -0.48 - row * 0.092;
    p.line(
      openLine([
        [-0.54 + row * 0.032, y],
        [0.54 - row * 0.032, y],
      ]),
      lighten(roof, -0.1),
      0.008,
      0.7,
    );
  }
  p.fill(roundRect(-0.08, -0.34, 0.18, 0.34, 0.06), p.local("#5f4030"), { shade: 0.6 });
  p.fill(dot(0.06, -0.16, 0.014), p.local("#e0b45a"), { shade: 0, ink: 0 });
  windows(p, { x: -0.44, y: -0.44, width: 0.32, height: 0.28 }, 1, 1);
  windows(p, { x: 0.13, y: -0.44, width: 0.32, height: 0.28 }, 1, 1);
  for (let bush = 0; bush < 6; bush++) {
    const x = bush < 3 ? -0.48 + bush * 0.12 : 0.2 + (bush - 3) * 0.13;
    p.fill(ellipse(x, -0.02, 0.09, 0.07), lighten(p.env.foliage, p.random.range(-0.05, 0.07)), {
      shade: 0.6,
      form: "round",
      ink: 0.5,
    });
  }
}

function townRow(p: Pen): void {
  const walls = ["#e8d6b8", "#d98f6b", "#c9d3c4", "#e3b55f", "#b9c9d6", "#d77a63"];
  const roofs = ["#a84b36", "#7a4a3c", "#5f6672", "#8d5a44"];
  let x = -0.95;
  for (let house = 0; house < 6; house++) {
    const w = p.random.range(0.26, 0.36);
    const h = p.random.range(0.42, 0.68);
    p.fill(rect(x, -h, w, h), p.local(walls[house % walls.length] ?? "#e8d6b8"), { shade: 0.5 });
    p.fill(
      polygon([
        [x - 0.03, -h],
        [x + w / 2, -h - p.random.range(0.2, 0.32)],
        [x + w + 0.03, -h],
      ]),
      p.local(p.random.pick(roofs)),
      { shade: 0.7 },
    );
    windows(p, { x: x + 0.02, y: -h + 0.03, width: w - 0.04, height: h * 0.62 }, 2, h > 0.55 ? 3 : 2);
    p.fill(roundRect(x + w / 2 - 0.04, -0.16, 0.08, 0.16, 0.03), p.local("#54402f"), { shade: 0.4 });
    x += w;
  }
}

function castle(p: Pen): void {
  const stone = p.local("#a39a8e");
  const tower = (x: number, w: number, h: number, pointed: boolean): void => {
    p.fill(rect(x - w / 2, -h, w, h), lighten(stone, p.random.range(-0.03, 0.03)), { shade: 0.9 });
    for (let tooth = 0; tooth < 3; tooth++)
      p.fill(rect(x - w / 2 + tooth * w * 0.38, -h - 0.05, w * 0.24, 0.06), stone, { shade: 0.4 });
    if (pointed) {
      p.fill(
        polygon([
          [x - w * 0.66, -h],
          [x, -h - w * 1.6],
          [x + w * 0.66, -h],
        ]),
        p.env.accent,
        { shade: 0.9 },
      );
      p.line(
        openLine([
          [x, -h - w * 1.6],
          [x, -h - w * 2],
        ]),
        p.local("#3a3230"),
        0.008,
      );
      p.fill(
        polygon([
          [x, -h - w * 2],
          [x + 0.1, -h - w * 1.86],
          [x, -h - w * 1.72],
        ]),
        p.env.second,
        { shade: 0.2 },
      );
    }
    for (let slit = 0; slit < 2; slit++)
      p.fill(
        roundRect(x - 0.012, -h + 0.1 + slit * 0.17, 0.024, 0.08, 0.012),
        p.env.dark ? hex("#ffd98a") : p.local("#3a3a44"),
        { shade: 0, ink: 0.3 },
      );
  };
  tower(0, 0.3, 0.72, true);
  tower(-0.3, 0.2, 0.56, true);
  tower(0.3, 0.2, 0.56, true);
  p.fill(rect(-0.62, -0.36, 1.24, 0.36), stone, { shade: 0.6 });
  for (let tooth = 0; tooth < 11; tooth++)
    p.fill(rect(-0.62 + tooth * 0.116, -0.42, 0.07, 0.07), stone, { shade: 0.4, ink: 0.7 });
  tower(-0.62, 0.2, 0.5, false);
  tower(0.62, 0.2, 0.5, false);
  p.fill(
    polygon(outline("-0.11 0, -0.11 -0.16, -0.07 -0.23, 0 -0.26, 0.07 -0.23, 0.11 -0.16, 0.11 0")),
    p.local("#4a3628"),
    { shade: 0.5 },
  );
  for (const x of [-0.05, 0.05])
    p.line(
      openLine([
        [x, 0],
        [x, -0.22],
      ]),
      p.local("#2e221a"),
      0.01,
    );
  for (let brick = 0; brick < 34; brick++) {
    const [x, y] = [p.random.range(-0.6, 0.55), p.random.range(-0.34, -0.03)];
    if (Math.abs(x) > 0.15)
      p.fill(rect(x, y, 0.05, 0.022), lighten(stone, p.random.range(-0.09, 0.05)), {
        shade: 0,
        ink: 0,
        alpha: 0.7,
      });
  }
}

function lighthouse(p: Pen): void {
  const rock = p.env.rock;
  p.fill(smooth(outline("-0.42 0.04, -0.34 -0.07, -0.16 -0.12, 0.14 -0.13, 0.32 -0.06, 0.44 0.04")), rock, {
    shade: 0.8,
  });
  const white = p.local("#f4efe4");
  const body = polygon(outline("-0.15 -0.08, -0.09 -0.76, 0.09 -0.76, 0.15 -0.08"));
  p.fill(body, white, { shade: 0.9 });
  p.within(body, () => {
    for (const y of [-0.26, -0.5, -0.74])
      p.fill(rect(-0.2, y, 0.4, 0.12), p.local("#c8452f"), { shade: 0.8, ink: 0.2 });
  });
  p.fill(rect(-0.13, -0.79, 0.26, 0.035), p.local("#3a3f4a"), { shade: 0.5 });
  p.fill(rect(-0.075, -0.91, 0.15, 0.12), hex("#ffe9a8"), { shade: 0.2 });
  for (const x of [-0.075, 0, 0.068])
    p.fill(rect(x, -0.91, 0.01, 0.12), p.local("#3a3f4a"), { shade: 0, ink: 0 });
  p.fill(smooth(outline("-0.1 -0.9, -0.06 -0.97, 0 -1, 0.06 -0.97, 0.1 -0.9")), p.local("#c8452f"), {
    shade: 0.8,
  });
  const night = p.env.dark || p.env.weather === "storm" || p.env.weather === "fog";
  p.glow(0, -0.85, night ? 0.5 : 0.24, hex("#fff0b8"), night ? 0.9 : 0.5);
  if (night) {
    for (const side of [-1, 1])
      p.fill(
        polygon([
          [0, -0.86],
          [side * 2.4, -1.15],
          [side * 2.4, -0.68],
        ]),
        hex("#fff3c4"),
        { shade: 0, ink: 0, alpha: 0.2, soft: 0.01 },
      );
  }
  for (const y of [-0.4, -0.62])
    p.fill(roundRect(-0.02, y, 0.04, 0.07, 0.02), p.local("#3f4f60"), { shade: 0.3 });
  p.fill(roundRect(-0.04, -0.2, 0.08, 0.13, 0.035), p.local("#5a4030"), { shade: 0.5 });
}

function windmill(p: Pen): void {
  p.fill(polygon(outline("-0.2 0, -0.12 -0.6, 0.12 -0.6, 0.2 0")), p.local("#e6dac2"), { shade: 0.9 });
  p.fill(smooth(outline("-0.15 -0.58, -0.1 -0.7, 0 -0.75, 0.1 -0.7, 0.15 -0.58")), p.local("#7a4a38"), {
    shade: 0.8,
  });
  p.fill(roundRect(-0.05, -0.15, 0.1, 0.15, 0.04), p.local("#5a4030"), { shade: 0.4 });
  windows(p, { x: -0.08, y: -0.46, width: 0.16, height: 0.14 }, 1, 1);
  const turn = p.random.range(0, 1.5);
  for (let sail = 0; sail < 4; sail++) {
    p.at(
      0,
      -0.62,
      1,
      () => {
        p.fill(rect(-0.008, -0.44, 0.016, 0.44), p.local("#5a4030"), { shade: 0.2 });
        p.fill(rect(0.01, -0.43, 0.1, 0.33), p.local("#f6efdf"), { shade: 0.4 });
        for (let slat = 1; slat < 5; slat++)
          p.line(
            openLine([
              [0.01, -0.43 + slat * 0.066],
              [0.11, -0.43 + slat * 0.066],
            ]),
            p.local("#8a7258"),
            0.006,
          );
      },
      { turn: turn + (sail * Math.PI) / 2 },
    );
  }
  p.fill(dot(0, -0.62, 0.03), p.local("#4a3628"), { shade: 0.4 });
}

export const DWELLINGS: readonly Subject[] = [
  {
    words: "house, cottage, home, hut, cabin, barn, farmhouse, roof",
    paint: cottage,
    home: "meadow",
    origin: "base",
    wide: 0.55,
    place: "ground",
    scale: 0.9,
    company: 1,
  },
  {
    words: "village, town, pitched roof, houses",
    paint: townRow,
    home: "meadow",
    origin: "base",
    wide: 0.95,
    place: "ground",
    scale: 0.7,
  },
  {
    words: "castle, fortress, knight, kingdom, palace, king, queen, prince, princess, tale",
    paint: castle,
    home: "mountains",
    origin: "base",
    wide: 0.75,
    place: "ground",
    scale: 1.05,
  },
  {
    words: "lighthouse, beacon",
    paint: lighthouse,
    home: "coast",
    origin: "base",
    place: "ground",
    scale: 1.1,
  },
  {
    words: "windmill, mill",
    paint: windmill,
    home: "meadow",
    origin: "base",
    place: "ground",
    scale: 1.05,
  },
];
