import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { arc, curve, ellipse, openLine, outline, polygon, ribbon, smooth } from "../shape";
import { eye } from "./animal-parts";
import type { Subject } from "./subject";

function bird(p: Pen): void {
  const tone = p.env.accent;
  p.fill(
    ribbon(outline("-0.2 -0.42, -0.5 -0.34, -0.66 -0.2"), (t) => 0.06 + 0.02 * t),
    lighten(tone, -0.12),
    { shade: 0.4 },
  );
  for (const x of [0, 0.1])
    p.line(
      openLine([
        [x, -0.2],
        [x + 0.02, 0],
      ]),
      p.local("#b57a3a"),
      0.022,
    );
  p.fill(
    smooth(
      outline("-0.3 -0.44, -0.1 -0.66, 0.1 -0.86, 0.26 -0.92, 0.38 -0.8, 0.36 -0.5, 0.18 -0.24, -0.08 -0.2"),
    ),
    tone,
    { shade: 0.9 },
  );
  p.fill(smooth(outline("0.12 -0.28, 0.34 -0.5, 0.34 -0.68, 0.2 -0.6, 0.06 -0.34")), p.local("#f6e6c8"), {
    shade: 0.3,
    ink: 0,
    alpha: 0.9,
  });
  p.fill(smooth(outline("-0.36 -0.34, -0.2 -0.58, 0.08 -0.6, 0.1 -0.44, -0.1 -0.32")), lighten(tone, -0.1), {
    shade: 0.6,
    ink: 0.7,
  });
  for (let feather = 0; feather < 3; feather++)
    p.line(
      curve([
        [0.04 - feather * 0.06, -0.44],
        [-0.14 - feather * 0.04, -0.38],
        [-0.26 - feather * 0.03, -0.34],
      ]),
      lighten(tone, -0.22),
      0.012,
      0.7,
    );
  p.fill(polygon(outline("0.38 -0.82, 0.56 -0.77, 0.38 -0.74")), p.local("#f0a83a"), { shade: 0.3 });
  eye(p, 0.27, -0.81, 0.032);
}

function flyingBird(p: Pen): void {
  const tone = p.local(p.random.pick(["#f2efe8", "#5a5a66", "#8a6a4a"]));
  p.fill(
    smooth(outline("0.05 -0.02, -0.1 -0.2, -0.34 -0.46, -0.62 -0.5, -0.42 -0.3, -0.26 -0.08, -0.16 0.08")),
    lighten(tone, -0.12),
    { shade: 0.5 },
  );
  p.fill(
    smooth(
      outline(
        "-0.46 0.1, -0.64 0.2, -0.6 0.08, -0.2 -0.02, 0.2 -0.08, 0.38 -0.06, 0.42 0.02, 0.2 0.12, -0.1 0.16",
      ),
    ),
    tone,
    { shade: 0.8 },
  );
  p.fill(
    smooth(outline("0.14 -0.02, 0.12 -0.24, 0.28 -0.5, 0.46 -0.56, 0.36 -0.3, 0.26 -0.06, 0.02 0.08")),
    lighten(tone, 0.02),
    { shade: 0.6 },
  );
  p.fill(polygon(outline("0.41 -0.05, 0.55 0.0, 0.41 0.03")), p.local("#f0a83a"), { shade: 0 });
  eye(p, 0.34, -0.02, 0.02);
}

function owl(p: Pen): void {
  const tone = p.local("#8a6444");
  p.fill(
    smooth(outline("-0.3 -0.06, -0.36 -0.42, -0.3 -0.86, 0 -0.95, 0.3 -0.86, 0.36 -0.42, 0.3 -0.06, 0 0")),
    tone,
    { shade: 0.9 },
  );
  for (const side of [-1, 1])
    p.fill(
      polygon([
        [side * 0.12, -0.9],
        [side * 0.3, -1.03],
        [side * 0.31, -0.8],
      ]),
      tone,
      { shade: 0.4 },
    );
  p.fill(smooth(outline("-0.18 -0.08, -0.22 -0.4, 0 -0.56, 0.22 -0.4, 0.18 -0.08")), lighten(tone, 0.2), {
    shade: 0.3,
    ink: 0.2,
  });
  for (let row = 0; row < 4; row++)
    for (let column = -1; column <= 1; column++)
      p.line(
        arc(column * 0.1 + (row % 2) * 0.04, -0.42 + row * 0.09, 0.035, 0.03, 0, Math.PI),
        lighten(tone, -0.05),
        0.012,
        0.8,
      );
  for (const side of [-1, 1]) {
    p.fill(
      smooth([
        [side * 0.3, -0.6],
        [side * 0.4, -0.3],
        [side * 0.26, -0.08],
        [side * 0.2, -0.36],
      ]),
      lighten(tone, -0.09),
      { shade: 0.5 },
    );
    p.fill(ellipse(side * 0.13, -0.7, 0.135), lighten(tone, 0.26), { shade: 0.3, form: "round" });
    p.fill(ellipse(side * 0.13, -0.7, 0.085), hex("#f2b632"), { shade: 0.4, form: "round", ink: 0.5 });
    eye(p, side * 0.13, -0.7, 0.05);
  }
  p.fill(polygon(outline("-0.045 -0.64, 0.045 -0.64, 0 -0.53")), p.local("#e09a3a"), { shade: 0.4 });
}

function penguin(p: Pen): void {
  p.fill(
    smooth(outline("-0.24 -0.04, -0.3 -0.4, -0.2 -0.84, 0 -0.98, 0.2 -0.84, 0.3 -0.4, 0.24 -0.04, 0 0")),
    p.local("#2e3440"),
    { shade: 0.8 },
  );
  p.fill(
    smooth(
      outline(
        "-0.17 -0.06, -0.2 -0.38, -0.12 -0.66, -0.15 -0.8, 0 -0.74, 0.15 -0.8, 0.12 -0.66, 0.2 -0.38, 0.17 -0.06",
      ),
    ),
    p.local("#f7f5ee"),
    { shade: 0.5, ink: 0.3 },
  );
  for (const side of [-1, 1]) {
    p.fill(
      smooth([
        [side * 0.24, -0.64],
        [side * 0.42, -0.34],
        [side * 0.36, -0.2],
        [side * 0.26, -0.36],
      ]),
      p.local("#2a303a"),
      { shade: 0.4 },
    );
    p.fill(ellipse(side * 0.11, -0.005, 0.1, 0.035), p.local("#f0993a"), { shade: 0.3 });
    eye(p, side * 0.075, -0.83, 0.024);
  }
  p.fill(polygon(outline("-0.05 -0.79, 0.05 -0.79, 0 -0.7")), p.local("#f0a33a"), { shade: 0.3 });
}

export const BIRDS: readonly Subject[] = [
  {
    words: "bird, robin, sparrow, finch, songbird, parrot, nest, chicken, hen, duck, crow, raven",
    paint: bird,
    home: "forest",
    origin: "base",
    place: "ground",
    scale: 0.65,
  },
  {
    words:
      "eagle, gull, seagull, dove, hawk, falcon, migration, migrate, goose, swan, flying bird, stork, wing, bird fly",
    paint: flyingBird,
    home: "heavens",
    origin: "centre",
    place: "air",
    scale: 0.85,
    company: 3,
  },
  { words: "owl", paint: owl, home: "forest", origin: "base", place: "ground", scale: 0.75 },
  {
    words: "penguin",
    paint: penguin,
    home: "snow",
    origin: "base",
    place: "ground",
    scale: 0.7,
    company: 3,
  },
];
