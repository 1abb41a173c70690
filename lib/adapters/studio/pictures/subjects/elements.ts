import { hex, lighten, mix } from "../colour";
import type { Pen } from "../pen";
import { blob, curve, dot, ellipse, openLine, outline, polygon, rect, ribbon, smooth } from "../shape";
import type { Subject } from "./subject";

function volcano(p: Pen): void {
  p.glow(0, -0.74, 0.8, hex("#ff7a2e"), 0.8);
  for (let puff = 0; puff < 9; puff++)
    p.fill(
      blob(
        p.random,
        p.random.range(-0.06, 0.06) + puff * 0.035,
        -0.76 - puff * 0.055,
        0.07 + puff * 0.018,
        undefined,
        0.18,
      ),
      lighten(p.local("#59545c"), p.random.range(-0.05, 0.07)),
      { shade: 0.8, form: "round", soft: 0.003, ink: 0.4 },
    );
  const rock = p.local("#54454a");
  const cone = polygon(
    outline(
      "-0.85 0.02, -0.5 -0.24, -0.28 -0.5, -0.13 -0.72, -0.06 -0.7, 0.02 -0.725, 0.12 -0.71, 0.27 -0.5, 0.52 -0.22, 0.88 0.02",
    ),
  );
  p.fill(cone, rock, { shade: 0.9 });
  p.within(cone, () => {
    p.fill(
      polygon(outline("0 -0.74, 0.16 -0.5, 0.1 -0.2, 0.3 0.1, 1 0.1, 0.4 -0.74")),
      lighten(rock, p.env.lightFrom[0] > 0 ? 0.06 : -0.08),
      { shade: 0, ink: 0, alpha: 0.7 },
    );
    const lava = hex("#ff8a2e");
    for (const path of [
      outline("0 -0.72, 0.05 -0.5, -0.02 -0.32, 0.06 0.05"),
      outline("-0.05 -0.7, -0.14 -0.46, -0.24 -0.2, -0.3 0.05"),
      outline("0.08 -0.7, 0.2 -0.48, 0.24 -0.26"),
    ] as const) {
      p.fill(
        ribbon(path, (t) => 0.018 + 0.016 * t),
        hex("#d9381e"),
        { shade: 0, ink: 0.3 },
      );
      p.fill(
        ribbon(path, (t) => 0.008 + 0.008 * t),
        lava,
        { shade: 0, ink: 0 },
      );
    }
  });
  for (let spark = 0; spark < 26; spark++) {
    const a = p.random.range(-2.4, -0.75);
    const r = p.random.range(0.05, 0.42);
    p.fill(
      dot(Math.cos(a) * r, -0.72 + Math.sin(a) * r, p.random.range(0.005, 0.014)),
      hex(p.random.pick(["#ffd05a", "#ff9a3a", "#ff6a2a"])),
      { shade: 0, ink: 0 },
    );
  }
}

function iceberg(p: Pen): void {
  const ice = p.local("#eaf6fb");
  const berg = outline(
    "-0.7 0, -0.56 -0.3, -0.36 -0.42, -0.2 -0.84, 0 -1, 0.12 -0.8, 0.3 -0.66, 0.44 -0.36, 0.66 -0.22, 0.74 0",
  );
  p.fill(polygon(outline("-0.66 0, -0.5 0.26, -0.1 0.46, 0.3 0.38, 0.7 0")), p.local("#3f8fae"), {
    to: p.env.water[1],
    ink: 0,
    alpha: 0.6,
  });
  p.fill(polygon(berg), ice, { shade: 0.5 });
  p.within(polygon(berg), () => {
    p.fill(polygon(outline("0 -1, -0.06 -0.6, 0.06 -0.3, -0.04 0, 0.9 0, 0.9 -1")), p.local("#9fcbe0"), {
      shade: 0.3,
      ink: 0,
      alpha: 0.85,
    });
    p.fill(polygon(outline("-0.36 -0.42, -0.28 -0.2, -0.4 0, -0.1 0, -0.2 -0.84")), p.local("#c3e2ee"), {
      shade: 0.2,
      ink: 0,
      alpha: 0.9,
    });
  });
}

function waterfall(p: Pen): void {
  const rock = p.env.rock;
  for (const side of [-1, 1])
    p.fill(
      polygon([
        [side * 0.12, 0],
        [side * 0.1, -0.5],
        [side * 0.14, -0.94],
        [side * 0.34, -1],
        [side * 0.56, -0.86],
        [side * 0.72, -0.4],
        [side * 0.86, 0.02],
      ]),
      lighten(rock, side * p.env.lightFrom[0] * 0.05),
      { shade: 0.8 },
    );
  p.fill(
    polygon(outline("-0.14 -0.92, 0.14 -0.92, 0.17 0.02, -0.17 0.02")),
    mix(p.env.water[0], hex("#ffffff"), 0.55),
    { shade: 0.2 },
  );
  for (let streak = 0; streak < 26; streak++) {
    const x = p.random.range(-0.13, 0.13);
    const y = p.random.range(-0.9, -0.2);
    p.line(
      openLine([
        [x, y],
        [x * 1.08, y + p.random.range(0.1, 0.3)],
      ]),
      hex(p.random.chance(0.6) ? "#ffffff" : "#8fc4d9"),
      0.009,
      0.8,
    );
  }
  for (let foam = 0; foam < 16; foam++)
    p.fill(ellipse(p.random.range(-0.3, 0.3), p.random.range(-0.03, 0.05), 0.07, 0.035), hex("#ffffff"), {
      shade: 0.2,
      ink: 0.2,
      alpha: 0.75,
      soft: 0.003,
    });
}

function tornado(p: Pen): void {
  for (let ring = 0; ring < 22; ring++) {
    const t = ring / 21;
    const x = Math.sin(t * 5) * 0.05 + (t - 0.5) * 0.1;
    p.fill(
      ellipse(x, -t, 0.035 + 0.34 * t * t, 0.03 + 0.045 * t),
      lighten(p.local("#6b6f78"), (ring % 2) * 0.07 - 0.03),
      { shade: 0.7, ink: 0.35, alpha: 0.85 },
    );
  }
  for (let debris = 0; debris < 18; debris++)
    p.fill(
      dot(p.random.range(-0.28, 0.28), p.random.range(-0.2, 0.03), p.random.range(0.008, 0.02)),
      p.local("#5a4a3c"),
      { shade: 0, ink: 0.2 },
    );
}

function giantWave(p: Pen): void {
  const [far, near] = p.env.water;
  p.fill(
    smooth(
      outline(
        "-1 0.1, -0.7 -0.18, -0.4 -0.55, -0.05 -0.9, 0.25 -0.98, 0.45 -0.85, 0.55 -0.64, 0.46 -0.66, 0.3 -0.74, 0.14 -0.62, 0.1 -0.38, 0.24 -0.12, 0.6 0.02, 1 0.12",
      ),
    ),
    near,
    { shade: 0.9 },
  );
  for (let band = 0; band < 6; band++) {
    const k = 1 - band * 0.09;
    p.line(
      curve([
        [-0.85 * k, 0.02],
        [-0.45 * k, -0.42 * k],
        [-0.08 * k, -0.8 * k],
        [0.2 * k, -0.88 * k],
      ]),
      mix(far, hex("#ffffff"), 0.25),
      0.014,
      0.7,
    );
  }
  for (let foam = 0; foam < 40; foam++) {
    const t = foam / 40;
    const x = 0.02 + 0.52 * t + p.random.range(-0.03, 0.03);
    const y = -0.92 - 0.06 * Math.sin(t * 3) + 0.28 * t * t + p.random.range(-0.03, 0.03);
    p.fill(dot(x, y, p.random.range(0.015, 0.045)), hex("#f6fcff"), { shade: 0.1, ink: 0.15 });
  }
}

function fire(p: Pen): void {
  p.glow(0, -0.4, 0.9, hex("#ff9a3a"), 0.9);
  for (const a of [-0.35, 0.35])
    p.at(0, -0.05, 1, () => p.fill(rect(-0.36, -0.045, 0.72, 0.09), p.local("#5f4030"), { shade: 0.9 }), {
      turn: a,
    });
  for (const [k, tone] of [
    [1, "#e8502a"],
    [0.74, "#f7902e"],
    [0.48, "#ffd35a"],
  ] as const)
    p.fill(
      smooth([
        [-0.26 * k, -0.08],
        [-0.33 * k, -0.3 * k - 0.04],
        [-0.19 * k, -0.56 * k],
        [-0.13 * k, -0.44 * k],
        [-0.02 * k, -0.98 * k],
        [0.15 * k, -0.62 * k],
        [0.2 * k, -0.7 * k],
        [0.33 * k, -0.34 * k],
        [0.24 * k, -0.08],
      ]),
      hex(tone),
      { shade: 0.2, ink: k === 1 ? 1 : 0 },
    );
  for (let spark = 0; spark < 14; spark++)
    p.fill(dot(p.random.range(-0.3, 0.3), p.random.range(-1.2, -0.6), 0.012), hex("#ffc04a"), {
      shade: 0,
      ink: 0,
    });
}

export const ELEMENTS: readonly Subject[] = [
  {
    words: "volcano, volcanic, lava, eruption, magma, erupt, earthquake, tectonic",
    paint: volcano,
    home: "mountains",
    origin: "base",
    wide: 0.9,
    place: "ground",
    scale: 1.15,
  },
  {
    words: "iceberg, glacier, ice age",
    paint: iceberg,
    home: "snow",
    origin: "base",
    wide: 0.75,
    place: "water",
    scale: 0.9,
  },
  {
    words: "waterfall, cascade",
    paint: waterfall,
    home: "forest",
    origin: "base",
    wide: 0.88,
    place: "ground",
    scale: 1.2,
  },
  {
    words: "tornado, hurricane, cyclone, typhoon",
    paint: tornado,
    home: "meadow",
    origin: "base",
    place: "ground",
    scale: 1.3,
  },
  {
    words: "tsunami, giant wave, surf, surfing, surfer, breaker, breaking wave",
    paint: giantWave,
    home: "coast",
    origin: "base",
    place: "water",
    scale: 0.85,
  },
  {
    words: "fire, flame, campfire, burn, bonfire, combustion, heat",
    paint: fire,
    home: "forest",
    origin: "base",
    place: "ground",
    scale: 0.7,
  },
];
