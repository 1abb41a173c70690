import { hex, lighten, mix } from "../colour";
import type { Pen } from "../pen";
import {
  blob,
  curve,
  dot,
  ellipse,
  leaf,
  openLine,
  outline,
  type Point,
  polygon,
  rect,
  ribbon,
  smooth,
  star,
  together,
  triples,
} from "../shape";
import type { Subject } from "./subject";

function broadTree(p: Pen): void {
  const bark = p.local("#6b4a32");
  p.fill(
    ribbon(
      outline("0.02 0, -0.01 -0.25, 0.01 -0.55"),
      (t) => 0.055 - 0.03 * t + 0.05 * Math.max(0, 0.12 - t) * 5,
    ),
    bark,
    { shade: 0.9 },
  );
  for (const [x, y] of outline("-0.2 -0.52, 0.19 -0.56, 0.05 -0.66"))
    p.fill(
      ribbon(
        [
          [0, -0.34],
          [x * 0.5, -0.46],
          [x, y],
        ],
        (t) => 0.022 * (1 - t * 0.7),
      ),
      bark,
      { shade: 0.6 },
    );
  const crown = (dx: number, dy: number, r: number): ReturnType<typeof blob> =>
    blob(p.random, dx, dy, r * 1.1, r, 0.13, 11);
  const lumps = triples("-0.22 -0.56 0.17, 0.22 -0.58 0.17, -0.1 -0.74 0.19, 0.13 -0.78 0.19, 0.0 -0.6 0.2");
  p.fill(together(...lumps.map(([x, y, r]) => crown(x, y, r))), lighten(p.env.foliage, -0.05), {
    shade: 0.6,
  });
  // Tufts from the back of each lump to its lit side: the crown reads as leaves, not as balls.
  const [lx, ly] = p.env.lightFrom;
  for (const [x, y, r] of lumps) {
    for (let tuft = 0; tuft < 7; tuft++) {
      const lit = tuft / 6;
      const spread = r * 0.52 * (1 - lit * 0.5);
      const cx = x + lx * r * (lit * 0.62 - 0.2) + p.random.range(-spread, spread);
      const cy = y + ly * r * (lit * 0.62 - 0.2) + p.random.range(-spread, spread);
      p.fill(
        blob(p.random, cx, cy, r * (0.52 - 0.22 * lit), r * (0.42 - 0.18 * lit), 0.22, 9),
        lighten(p.env.foliage, -0.05 + 0.13 * lit),
        { shade: 0.15, ink: 0.06, alpha: 0.9 },
      );
    }
  }
  for (let index = 0; index < 40; index++) {
    const [x, y, r] = p.random.pick(lumps);
    const a = p.random.range(0, 6.28);
    const reach = r * p.random.range(0.5, 1.02);
    p.fill(
      leaf(x + Math.cos(a) * reach, y + Math.sin(a) * reach, 0.045, 0.022, p.random.range(0, 6)),
      lighten(p.env.foliage, p.random.range(-0.1, 0.14)),
      { shade: 0, ink: 0.08 },
    );
  }
}

function pine(p: Pen): void {
  p.fill(rect(-0.03, -0.2, 0.06, 0.2), p.local("#5f432f"), { shade: 0.8 });
  for (let tier = 0; tier < 6; tier++) {
    const t = tier / 6;
    const w = 0.27 - 0.21 * t;
    const y = -0.12 - 0.72 * t;
    p.fill(
      polygon([
        [0, y - 0.25],
        [w * 0.5, y - 0.1],
        [w, y + 0.01],
        [w * 0.55, y - 0.015],
        [w * 0.3, y + 0.03],
        [0, y + 0.005],
        [-w * 0.35, y + 0.03],
        [-w * 0.6, y - 0.01],
        [-w, y + 0.015],
        [-w * 0.5, y - 0.1],
      ]),
      lighten(p.env.foliage, -0.06 + t * 0.06),
      { shade: 0.8, ink: 0.7 },
    );
  }
}

function palm(p: Pen): void {
  p.fill(
    ribbon(outline("-0.08 0, -0.06 -0.35, 0.06 -0.76"), (t) => 0.032 - 0.014 * t),
    p.local("#8a6a48"),
    { shade: 0.9 },
  );
  for (let ring = 1; ring < 9; ring++) {
    const t = ring / 9;
    p.fill(
      ribbon(
        [
          [-0.11 + 0.14 * t * t, -0.76 * t],
          [-0.04 + 0.14 * t * t, -0.76 * t - 0.01],
        ],
        () => 0.005,
      ),
      p.local("#5f4630"),
      { shade: 0, ink: 0 },
    );
  }
  for (let frond = 0; frond < 9; frond++) {
    const a = -2.9 + frond * 0.34;
    const reach = 0.36;
    const tip: Point = [
      0.06 + Math.cos(a) * reach,
      -0.76 + Math.sin(a) * reach * 0.62 + 0.13 * Math.abs(Math.cos(a)),
    ];
    p.fill(
      ribbon(
        [[0.06, -0.76], [0.06 + Math.cos(a) * reach * 0.55, -0.8 + Math.sin(a) * reach * 0.6], tip],
        (t) => 0.032 * Math.sin(Math.PI * (0.08 + 0.92 * t)),
      ),
      lighten(p.env.foliage, frond % 2 === 0 ? 0.04 : -0.05),
      { shade: 0.5, ink: 0.6 },
    );
  }
  for (const [x, y] of outline("0.03 -0.74, 0.09 -0.73"))
    p.fill(ellipse(x, y, 0.03), p.local("#7a5230"), { shade: 0.8, form: "round" });
}

function flower(p: Pen): void {
  const stem = lighten(p.env.foliage, 0.03);
  p.fill(
    ribbon(outline("0.02 0, -0.03 -0.3, 0 -0.66"), () => 0.014),
    stem,
    { shade: 0.5 },
  );
  p.fill(leaf(0, -0.22, 0.27, 0.1, -0.6), stem, { shade: 0.6 });
  p.fill(leaf(-0.02, -0.34, 0.24, 0.09, -2.6), stem, { shade: 0.6 });
  const petal = p.env.accent;
  for (let ring = 0; ring < 2; ring++) {
    for (let index = 0; index < 11; index++) {
      const a = (index / 11) * 6.283 + ring * 0.28;
      p.fill(
        leaf(Math.cos(a) * 0.04, -0.7 + Math.sin(a) * 0.04, 0.26 - ring * 0.06, 0.11, a),
        lighten(petal, ring * 0.06 - 0.02 + 0.03 * Math.sin(index)),
        { shade: 0.5, ink: 0.6 },
      );
    }
  }
  p.fill(ellipse(0, -0.7, 0.085), p.local("#e0a02e"), { shade: 0.8, form: "round" });
  for (let seed = 0; seed < 18; seed++) {
    const a = seed * 2.4;
    const r = 0.016 * Math.sqrt(seed);
    p.fill(dot(Math.cos(a) * r, -0.7 + Math.sin(a) * r, 0.009), p.local("#7a4a1e"), { shade: 0, ink: 0 });
  }
}

function bigLeaf(p: Pen): void {
  const green = p.local("#5fa04a");
  p.fill(
    ribbon(outline("0.02 0, 0.0 -0.16, -0.02 -0.3"), () => 0.016),
    lighten(green, -0.12),
    { shade: 0.4 },
  );
  const body = smooth(
    outline("-0.02 -0.2, 0.26 -0.3, 0.36 -0.55, 0.22 -0.82, 0.03 -1, -0.2 -0.84, -0.37 -0.58, -0.29 -0.32"),
  );
  p.fill(body, green, { shade: 0.9 });
  p.within(body, () => {
    p.fill(polygon(outline("-0.02 -0.2, 0.02 -1, 0.5 -0.9, 0.5 -0.2")), lighten(green, 0.05), {
      shade: 0,
      ink: 0,
      alpha: 0.7,
    });
    p.line(curve(outline("-0.02 -0.2, -0.01 -0.6, 0.03 -1")), lighten(green, 0.2), 0.018, 0.9);
    for (let vein = 0; vein < 6; vein++) {
      const y = -0.3 - vein * 0.105;
      for (const side of [-1, 1])
        p.line(
          curve([
            [0, y],
            [side * 0.17, y - 0.08],
            [side * 0.36, y - 0.2],
          ]),
          lighten(green, 0.17),
          0.009,
          0.8,
        );
    }
    for (let cell = 0; cell < 22; cell++)
      p.fill(
        ellipse(p.random.range(-0.3, 0.3), p.random.range(-0.88, -0.3), 0.013, 0.009),
        lighten(green, 0.14),
        { shade: 0, ink: 0, alpha: 0.6 },
      );
  });
  for (let ray = 0; ray < 5; ray++) {
    const x = 0.42 + ray * 0.055;
    p.fill(ellipse(x - 0.1, -0.95 + ray * 0.075, 0.018), hex("#ffe48a"), { shade: 0, ink: 0.3 });
    p.glow(x - 0.1, -0.95 + ray * 0.075, 0.09, hex("#ffe48a"), 0.6);
  }
}

function sprout(p: Pen): void {
  p.fill(
    smooth(outline("-0.42 0.02, -0.3 -0.14, 0 -0.2, 0.3 -0.14, 0.42 0.02, 0 0.06")),
    p.local("#5f4431"),
    {
      shade: 0.8,
    },
  );
  for (let clod = 0; clod < 16; clod++)
    p.fill(
      dot(p.random.range(-0.3, 0.3), p.random.range(-0.1, 0.02), p.random.range(0.01, 0.025)),
      lighten(p.local("#5f4431"), p.random.range(-0.06, 0.1)),
      { shade: 0.3, ink: 0.1 },
    );
  const green = p.local("#74b84a");
  p.fill(
    ribbon(outline("0 -0.15, 0.03 -0.42, 0 -0.66"), (t) => 0.022 - 0.008 * t),
    green,
    { shade: 0.5 },
  );
  p.fill(leaf(0, -0.62, 0.42, 0.2, -0.55), green, { shade: 0.8 });
  p.fill(leaf(0, -0.64, 0.44, 0.21, -2.45), lighten(green, 0.04), { shade: 0.8 });
  p.fill(leaf(0, -0.66, 0.24, 0.1, -1.4), lighten(green, 0.1), { shade: 0.6 });
}

function mushroom(p: Pen): void {
  p.fill(
    smooth(outline("-0.11 0, -0.09 -0.3, -0.07 -0.52, 0.07 -0.52, 0.09 -0.3, 0.12 0, 0 0.025")),
    p.local("#efe3cc"),
    { shade: 0.9 },
  );
  p.fill(ellipse(0, -0.5, 0.34, 0.08), p.local("#d9c3a0"), { shade: 0.4 });
  const cap = smooth(
    outline("-0.42 -0.5, -0.36 -0.74, -0.16 -0.94, 0.1 -0.97, 0.32 -0.8, 0.42 -0.52, 0.2 -0.45, -0.2 -0.45"),
  );
  p.fill(cap, p.env.accent, { shade: 1 });
  p.within(cap, () => {
    for (const [x, y, r] of triples(
      "-0.2 -0.72 0.06, 0.04 -0.84 0.07, 0.2 -0.64 0.05, -0.04 -0.6 0.04, -0.32 -0.56 0.035, 0.33 -0.55 0.03",
    ))
      p.fill(ellipse(x, y, r, r * 0.8), p.local("#fbf3e2"), { shade: 0.3, ink: 0.3 });
  });
}

function cactus(p: Pen): void {
  const green = p.local("#4f8a52");
  const arm = (points: readonly Point[], w: number): void =>
    p.fill(
      ribbon(points, (t) => w * Math.min(1, Math.sqrt(Math.max(0, 1 - t)) * 2.2)),
      green,
      { shade: 1 },
    );
  arm(outline("0.06 -0.34, 0.24 -0.36, 0.27 -0.5, 0.27 -0.72"), 0.062);
  arm(outline("-0.06 -0.24, -0.25 -0.27, -0.28 -0.4, -0.28 -0.56"), 0.058);
  arm(outline("0 0.02, 0 -0.5, 0 -1"), 0.1);
  for (const x of [-0.05, 0, 0.05])
    p.line(
      openLine([
        [x, -0.02],
        [x, -0.92],
      ]),
      lighten(green, -0.12),
      0.008,
      0.7,
    );
  p.fill(star(0.02, -1, 0.06, 0.03, 6), p.local("#e86a8f"), { shade: 0.3, ink: 0.5 });
}

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

function crystal(p: Pen): void {
  const tones = [p.env.accent, p.env.second];
  for (const [x, tall, w, lean, which] of [
    [-0.24, 0.55, 0.1, -0.16, 1],
    [0.26, 0.62, 0.11, 0.15, 1],
    [-0.08, 0.82, 0.12, -0.06, 0],
    [0.1, 1, 0.13, 0.04, 0],
    [0.0, 0.46, 0.09, 0.02, 1],
  ] as const) {
    const tone = lighten(tones[which] ?? p.env.accent, 0.08);
    const tip: Point = [x + lean, -tall];
    p.fill(
      polygon([
        [x - w, 0],
        [x - w + lean * 0.8, -tall * 0.78],
        tip,
        [x + w + lean * 0.8, -tall * 0.78],
        [x + w, 0],
      ]),
      tone,
      { shade: 0.5 },
    );
    p.fill(
      polygon([
        [x + w * 0.2, 0],
        [x + w * 0.2 + lean * 0.8, -tall * 0.74],
        tip,
        [x + w + lean * 0.8, -tall * 0.78],
        [x + w, 0],
      ]),
      lighten(tone, -0.14),
      { shade: 0.3, ink: 0.4 },
    );
    p.fill(
      polygon([
        [x - w * 0.7, -tall * 0.1],
        [x - w * 0.7 + lean * 0.6, -tall * 0.68],
        [x - w * 0.35 + lean * 0.6, -tall * 0.7],
        [x - w * 0.4, -tall * 0.1],
      ]),
      lighten(tone, 0.17),
      { shade: 0, ink: 0, alpha: 0.7 },
    );
  }
  p.glow(0, -0.5, 0.7, lighten(p.env.accent, 0.2), 0.4);
}

function snowflake(p: Pen): void {
  const ice = hex("#f4fbff");
  p.glow(0, 0, 0.6, hex("#cfe9ff"), 0.6);
  for (let arm = 0; arm < 6; arm++) {
    p.at(
      0,
      0,
      1,
      () => {
        p.fill(polygon(outline("-0.018 0, 0.018 0, 0.014 -0.48, 0 -0.5, -0.014 -0.48")), ice, {
          shade: 0.3,
          ink: 0.5,
        });
        for (const [y, length] of outline("-0.16 0.1, -0.28 0.15, -0.39 0.09"))
          for (const side of [-1, 1])
            p.fill(
              ribbon(
                [
                  [0, y],
                  [side * length, y - length * 0.75],
                ],
                () => 0.012,
              ),
              ice,
              { shade: 0.2, ink: 0.4 },
            );
      },
      { turn: (arm * Math.PI) / 3 },
    );
  }
  p.fill(star(0, 0, 0.08, 0.05, 6), hex("#d9efff"), { shade: 0.2, ink: 0.4 });
}

function shells(p: Pen): void {
  const tone = p.local("#f0b99a");
  for (let rib = 0; rib < 9; rib++) {
    const a = -Math.PI + 0.28 + rib * 0.323;
    p.fill(leaf(0, -0.1, 0.85, 0.24, a), lighten(tone, rib % 2 === 0 ? 0.03 : -0.06), {
      shade: 0.6,
      ink: 0.6,
    });
  }
  p.fill(polygon(outline("-0.2 -0.12, 0.2 -0.12, 0.12 0, -0.12 0")), lighten(tone, -0.1), { shade: 0.6 });
}

function starfish(p: Pen): void {
  const tone = p.local("#e5743e");
  const points: Point[] = [];
  for (let tip = 0; tip < 5; tip++) {
    const a = -Math.PI / 2 + (tip * Math.PI * 2) / 5;
    points.push(
      [Math.cos(a - 0.12) * 0.48, Math.sin(a - 0.12) * 0.48],
      [Math.cos(a + 0.12) * 0.48, Math.sin(a + 0.12) * 0.48],
      [Math.cos(a + Math.PI / 5) * 0.18, Math.sin(a + Math.PI / 5) * 0.18],
    );
  }
  p.fill(smooth(points), tone, { shade: 0.8, form: "round" });
  for (let tip = 0; tip < 5; tip++)
    for (let bump = 1; bump < 6; bump++) {
      const a = -Math.PI / 2 + (tip * Math.PI * 2) / 5;
      p.fill(dot(Math.cos(a) * bump * 0.075, Math.sin(a) * bump * 0.075, 0.018), lighten(tone, 0.16), {
        shade: 0,
        ink: 0,
      });
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

function rainDrops(p: Pen): void {
  const cloud = p.local("#7f8ea6");
  p.fill(
    together(
      ellipse(-0.24, -0.66, 0.2),
      ellipse(0.02, -0.76, 0.24),
      ellipse(0.27, -0.66, 0.19),
      ellipse(0, -0.58, 0.42, 0.12),
    ),
    cloud,
    { shade: 0.9 },
  );
  for (let row = 0; row < 3; row++)
    for (let column = 0; column < 4; column++) {
      const x = -0.3 + column * 0.19 + (row % 2) * 0.08;
      const y = -0.36 + row * 0.16;
      p.fill(
        smooth([
          [x, y - 0.07],
          [x + 0.032, y + 0.01],
          [x, y + 0.045],
          [x - 0.032, y + 0.01],
        ]),
        hex("#6fb6ea"),
        { shade: 0.5, ink: 0.6 },
      );
    }
}

function sunFace(p: Pen): void {
  p.glow(0, 0, 1, hex("#ffd76a"), 0.8);
  for (let ray = 0; ray < 16; ray++) {
    const a = (ray / 16) * Math.PI * 2;
    p.fill(leaf(Math.cos(a) * 0.3, Math.sin(a) * 0.3, ray % 2 === 0 ? 0.2 : 0.13, 0.08, a), hex("#ffc13a"), {
      shade: 0.2,
      ink: 0.5,
    });
  }
  p.fill(ellipse(0, 0, 0.3), hex("#ffd95e"), { shade: 0.5, form: "round" });
}

export const NATURE: readonly Subject[] = [
  {
    words: ["tree", "oak", "woodland", "branch", "forest tree", "apple tree"],
    paint: broadTree,
    home: "meadow",
    origin: "base",
    place: "ground",
    scale: 1.15,
    company: 1,
  },
  {
    words: ["pine", "fir", "spruce", "christmas"],
    paint: pine,
    home: "mountains",
    origin: "base",
    wide: 0.28,
    place: "ground",
    scale: 1.1,
    company: 3,
  },
  {
    words: ["palm", "tropical", "island", "coconut"],
    paint: palm,
    home: "coast",
    origin: "base",
    place: "ground",
    scale: 1.05,
    company: 1,
  },
  {
    words: [
      "flower",
      "rose",
      "blossom",
      "bloom",
      "sunflower",
      "tulip",
      "daisy",
      "petal",
      "garden",
      "pollen",
      "pollination",
    ],
    paint: flower,
    home: "meadow",
    origin: "base",
    place: "ground",
    scale: 0.85,
    company: 3,
  },
  {
    words: ["leaf", "photosynthesis", "chlorophyll", "foliage", "autumn"],
    paint: bigLeaf,
    home: "forest",
    origin: "base",
    place: "ground",
    scale: 1,
  },
  {
    words: [
      "seed",
      "sprout",
      "plant",
      "grow",
      "growth",
      "seedling",
      "soil",
      "germination",
      "compost",
      "root",
      "startup",
    ],
    paint: sprout,
    home: "meadow",
    origin: "base",
    place: "ground",
    scale: 0.85,
    company: 1,
  },
  {
    words: ["mushroom", "fungus", "fungi", "mycelium", "mold"],
    paint: mushroom,
    home: "forest",
    origin: "base",
    wide: 0.43,
    place: "ground",
    scale: 0.75,
    company: 2,
  },
  {
    words: ["cactus", "succulent"],
    paint: cactus,
    home: "desert",
    origin: "base",
    wide: 0.34,
    place: "ground",
    scale: 0.9,
    company: 2,
  },
  {
    words: ["volcano", "volcanic", "lava", "eruption", "magma", "erupt", "earthquake", "tectonic"],
    paint: volcano,
    home: "mountains",
    origin: "base",
    wide: 0.9,
    place: "ground",
    scale: 1.15,
  },
  {
    words: ["iceberg", "glacier", "ice age"],
    paint: iceberg,
    home: "snow",
    origin: "base",
    wide: 0.75,
    place: "water",
    scale: 0.9,
  },
  {
    words: ["waterfall", "cascade"],
    paint: waterfall,
    home: "forest",
    origin: "base",
    wide: 0.88,
    place: "ground",
    scale: 1.2,
  },
  {
    words: ["tornado", "hurricane", "cyclone", "typhoon"],
    paint: tornado,
    home: "meadow",
    origin: "base",
    place: "ground",
    scale: 1.3,
  },
  {
    words: ["tsunami", "giant wave", "surf", "surfing", "surfer", "breaker", "breaking wave"],
    paint: giantWave,
    home: "coast",
    origin: "base",
    place: "water",
    scale: 0.85,
  },
  {
    words: ["crystal", "gem", "diamond", "mineral", "quartz", "jewel", "salt", "sugar"],
    paint: crystal,
    home: "spotlight",
    origin: "base",
    wide: 0.5,
    place: "ground",
    scale: 0.9,
  },
  { words: ["snowflake"], paint: snowflake, home: "snow", origin: "centre", place: "air", company: 2 },
  {
    words: ["shell", "seashell", "clam", "oyster"],
    paint: shells,
    home: "coast",
    origin: "base",
    place: "ground",
    scale: 0.4,
    company: 2,
  },
  {
    words: ["starfish", "sea star"],
    paint: starfish,
    home: "underwater",
    origin: "centre",
    place: "ground",
    scale: 0.6,
    company: 2,
  },
  {
    words: ["fire", "flame", "campfire", "burn", "bonfire", "combustion", "heat"],
    paint: fire,
    home: "forest",
    origin: "base",
    place: "ground",
    scale: 0.7,
  },
  {
    words: ["raindrop", "rainfall", "evaporation", "water cycle", "precipitation", "raincloud"],
    paint: rainDrops,
    home: "meadow",
    origin: "base",
    place: "air",
    scale: 0.9,
  },
  {
    words: ["sunlight", "solar energy", "sunshine", "sunbeam"],
    paint: sunFace,
    home: "meadow",
    origin: "centre",
    place: "air",
    scale: 0.7,
  },
];
