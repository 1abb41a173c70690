import { hex, lighten, mix } from "../colour";
import type { Pen } from "../pen";
import {
  arc,
  curve,
  dot,
  ellipse,
  openLine,
  outline,
  polygon,
  rect,
  ribbon,
  roundRect,
  smooth,
  together,
} from "../shape";
import { roadWheel, smoke, spokedWheel, windows } from "./parts";
import type { Subject } from "./subject";

function wake(p: Pen, reach: number): void {
  for (let streak = 0; streak < 10; streak++) {
    const x = p.random.range(-reach, reach);
    p.fill(
      ellipse(x, p.random.range(0.0, 0.05), p.random.range(0.05, 0.16), 0.008),
      mix(p.env.water[0], hex("#ffffff"), 0.7),
      { shade: 0, ink: 0, alpha: 0.8 },
    );
  }
}

function sailboat(p: Pen): void {
  const hull = p.local(p.random.pick(["#a8432f", "#2f5f86", "#f0ead9", "#3f6b52"]));
  p.fill(ellipse(0, 0.03, 0.46, 0.035), mix(p.env.water[1], hex("#000000"), 0.3), {
    shade: 0,
    ink: 0,
    alpha: 0.5,
  });
  p.line(openLine(outline("0 -0.12, 0 -1")), p.local("#6b4a32"), 0.018);
  p.fill(
    smooth(outline("0.025 -0.95, 0.16 -0.66, 0.38 -0.22, 0.2 -0.19, 0.025 -0.19"), 5),
    p.local("#f8f1e1"),
    { shade: 0.7 },
  );
  p.fill(
    smooth(outline("-0.025 -0.88, -0.13 -0.56, -0.34 -0.2, -0.16 -0.18, -0.025 -0.18"), 5),
    lighten(p.env.accent, 0.1),
    { shade: 0.7 },
  );
  for (const y of [-0.42, -0.62])
    p.line(
      curve([
        [0.03, y],
        [0.12, y + 0.015],
        [0.3 + (y + 0.42) * 0.5, y + 0.05],
      ]),
      p.local("#c9b58f"),
      0.006,
      0.6,
    );
  p.fill(polygon(outline("0 -1, 0.1 -0.97, 0 -0.94")), p.env.second, { shade: 0 });
  p.fill(
    smooth(
      outline("-0.46 -0.15, -0.1 -0.12, 0.3 -0.13, 0.52 -0.17, 0.4 0.0, 0.2 0.035, -0.25 0.035, -0.4 -0.02"),
      5,
    ),
    hull,
    { shade: 0.9 },
  );
  p.line(curve(outline("-0.44 -0.1, 0 -0.07, 0.46 -0.11")), lighten(hull, 0.25), 0.014, 0.9);
  wake(p, 0.55);
}

function ship(p: Pen): void {
  const hull = p.local("#6b4630");
  for (const [x, h] of outline("-0.46 0.78, 0 1, 0.44 0.8")) {
    p.line(
      openLine([
        [x, -0.2],
        [x, -h],
      ]),
      p.local("#5a3f2c"),
      0.022,
    );
    for (let sail = 0; sail < 3; sail++) {
      const [w, y] = [0.22 - sail * 0.04, -0.3 - sail * h * 0.22];
      p.fill(
        smooth(
          [
            [x - w, y - h * 0.18],
            [x + w, y - h * 0.18],
            [x + w * 1.12, y - h * 0.06],
            [x + w, y],
            [x, y + 0.025],
            [x - w, y],
            [x - w * 0.9, y - h * 0.08],
          ],
          4,
        ),
        p.local("#f3e8cf"),
        { shade: 0.8 },
      );
    }
    p.fill(
      polygon([
        [x, -h],
        [x + 0.12, -h + 0.025],
        [x, -h + 0.05],
      ]),
      p.env.accent,
      { shade: 0 },
    );
  }
  p.fill(
    smooth(
      outline(
        "-0.84 -0.34, -0.74 -0.22, 0 -0.17, 0.7 -0.22, 0.98 -0.36, 0.76 -0.02, 0.5 0.04, -0.5 0.04, -0.72 -0.04",
      ),
      5,
    ),
    hull,
    { shade: 0.9 },
  );
  p.line(curve(outline("-0.78 -0.2, 0 -0.1, 0.84 -0.24")), p.local("#d9b36a"), 0.02);
  for (let port = 0; port < 8; port++)
    p.fill(rect(-0.56 + port * 0.15, -0.09, 0.05, 0.04), p.local("#2e2018"), { shade: 0, ink: 0.3 });
  p.line(openLine(outline("0.86 -0.3, 1.2 -0.52")), p.local("#5a3f2c"), 0.018);
  wake(p, 0.95);
}

function steamer(p: Pen): void {
  const hull = p.local("#3a4656");
  smoke(p, -0.1, -0.72, 0.42, p.local("#8a8f98"), 6);
  for (const x of [-0.16, 0.1]) p.fill(rect(x, -0.7, 0.13, 0.3), p.env.accent, { shade: 0.9 });
  p.fill(rect(-0.5, -0.44, 0.92, 0.15), p.local("#f2efe8"), { shade: 0.6 });
  p.fill(rect(-0.62, -0.3, 1.2, 0.13), p.local("#e6e2d8"), { shade: 0.6 });
  windows(p, { x: -0.48, y: -0.43, width: 0.88, height: 0.11 }, 9, 1);
  p.fill(polygon(outline("-0.92 -0.19, 0.96 -0.22, 0.82 0.03, -0.78 0.03")), hull, { shade: 0.8 });
  p.fill(polygon(outline("-0.81 -0.03, 0.85 -0.03, 0.82 0.03, -0.78 0.03")), p.local("#a8432f"), {
    shade: 0.6,
    ink: 0.3,
  });
  wake(p, 0.9);
}

function car(p: Pen): void {
  const paint = p.env.accent;
  p.fill(
    smooth(
      outline(
        "-0.72 -0.16, -0.76 -0.34, -0.56 -0.44, -0.34 -0.48, -0.16 -0.74, 0.24 -0.75, 0.44 -0.48, 0.68 -0.42, 0.78 -0.3, 0.74 -0.15, 0 -0.13",
      ),
      5,
    ),
    paint,
    { shade: 0.9 },
  );
  p.fill(polygon(outline("-0.26 -0.47, -0.12 -0.68, 0.02 -0.69, 0.02 -0.47")), p.local("#bcd9e6"), {
    shade: 0.6,
  });
  p.fill(polygon(outline("0.06 -0.47, 0.06 -0.69, 0.21 -0.69, 0.36 -0.47")), p.local("#a8cbdc"), {
    shade: 0.6,
  });
  p.line(openLine(outline("0.04 -0.46, 0.05 -0.18")), lighten(paint, -0.14), 0.008);
  p.line(curve(outline("-0.7 -0.32, 0 -0.35, 0.72 -0.31")), lighten(paint, 0.15), 0.012, 0.8);
  p.fill(ellipse(0.72, -0.32, 0.045, 0.035), hex("#fff3c4"), { shade: 0.2 });
  if (p.env.dark) p.glow(0.78, -0.32, 0.5, hex("#fff0b8"), 0.8);
  p.fill(ellipse(-0.74, -0.31, 0.03, 0.035), hex("#d9382f"), { shade: 0.2 });
  for (const x of [-0.44, 0.46]) roadWheel(p, x, -0.14, 0.15);
}

function bus(p: Pen): void {
  const paint = p.env.second;
  p.fill(roundRect(-0.95, -0.84, 1.9, 0.7, 0.09), paint, { shade: 0.8 });
  p.fill(rect(-0.95, -0.3, 1.9, 0.08), lighten(paint, 0.22), { shade: 0.2, ink: 0.2 });
  for (let window = 0; window < 6; window++)
    p.fill(
      roundRect(-0.86 + window * 0.3, -0.74, 0.25, 0.28, 0.03),
      p.env.dark ? hex("#ffe3a0") : p.local("#a9cbdc"),
      { shade: 0.5 },
    );
  p.fill(ellipse(0.93, -0.3, 0.03, 0.04), hex("#fff3c4"), { shade: 0 });
  for (const x of [-0.58, 0.58]) roadWheel(p, x, -0.13, 0.15);
}

function locomotive(p: Pen): void {
  const iron = p.local("#39424c");
  const red = p.local("#a63a2c");
  smoke(p, 0.55, -0.98, 0.55, p.local("#c9c9ce"), 9);
  p.fill(rect(-1.15, -0.04, 2.3, 0.035), p.local("#5a4a3c"), { shade: 0.2 });
  p.fill(rect(-0.95, -0.9, 0.5, 0.66), lighten(iron, -0.02), { shade: 0.7 });
  p.fill(roundRect(-1.02, -0.97, 0.64, 0.09, 0.03), red, { shade: 0.5 });
  p.fill(rect(-0.86, -0.8, 0.3, 0.24), p.env.dark ? hex("#ffd98a") : p.local("#b9d3de"), { shade: 0.4 });
  p.fill(roundRect(-0.5, -0.68, 1.22, 0.4, 0.12), iron, { shade: 1 });
  for (const x of [-0.3, 0.02, 0.34])
    p.fill(rect(x, -0.685, 0.028, 0.41), p.local("#c9a24a"), { shade: 0.7, ink: 0.3 });
  p.fill(
    polygon(outline("0.5 -0.66, 0.46 -0.94, 0.42 -1, 0.68 -1, 0.64 -0.94, 0.6 -0.66")),
    lighten(iron, -0.05),
    { shade: 0.9 },
  );
  p.fill(smooth(outline("0.1 -0.66, 0.11 -0.8, 0.18 -0.84, 0.25 -0.8, 0.26 -0.66"), 4), p.local("#c9a24a"), {
    shade: 0.9,
  });
  p.fill(ellipse(0.74, -0.48, 0.05, 0.19), lighten(iron, 0.08), { shade: 0.6 });
  p.fill(ellipse(0.8, -0.62, 0.05), hex("#fff0b8"), { shade: 0.3 });
  p.glow(0.82, -0.62, 0.22, hex("#fff0b8"), p.env.dark ? 0.9 : 0.4);
  p.fill(rect(-1, -0.3, 1.9, 0.08), red, { shade: 0.6 });
  p.fill(polygon(outline("0.84 -0.24, 1.08 -0.04, 0.8 -0.04")), red, { shade: 0.7 });
  for (const [x, r] of outline("-0.72 0.19, -0.28 0.19, 0.14 0.19, 0.52 0.11, 0.76 0.11"))
    spokedWheel(p, x, -0.03 - r, r, p.local("#8f2f26"), 6, 0.2);
  p.fill(
    ribbon(outline("-0.72 -0.16, -0.28 -0.2, 0.14 -0.16"), () => 0.018),
    p.local("#c3c7cc"),
    { shade: 0.5 },
  );
}

function plane(p: Pen): void {
  const white = p.local("#eef1f4");
  p.fill(polygon(outline("-0.12 -0.02, 0.16 -0.02, -0.22 -0.36, -0.34 -0.36")), lighten(white, -0.12), {
    shade: 0.5,
  });
  p.fill(
    smooth(
      outline(
        "0.86 0.0, 0.7 -0.09, 0.3 -0.12, -0.5 -0.11, -0.84 -0.05, -0.7 0.06, -0.2 0.1, 0.5 0.1, 0.78 0.07",
      ),
      5,
    ),
    white,
    { shade: 1 },
  );
  p.fill(polygon(outline("-0.6 -0.09, -0.9 -0.38, -0.74 -0.38, -0.4 -0.1")), p.env.accent, { shade: 0.5 });
  p.fill(polygon(outline("-0.68 0, -0.94 0.09, -0.82 0.1, -0.5 0.03")), lighten(white, -0.08), {
    shade: 0.5,
  });
  p.fill(polygon(outline("0.22 0.03, -0.02 0.03, -0.5 0.42, -0.38 0.43")), lighten(white, -0.04), {
    shade: 0.7,
  });
  p.fill(roundRect(-0.18, 0.16, 0.22, 0.09, 0.04), p.env.accent, { shade: 0.7 });
  for (let window = 0; window < 14; window++)
    p.fill(roundRect(-0.5 + window * 0.075, -0.055, 0.032, 0.042, 0.014), p.local("#4a5f78"), {
      shade: 0,
      ink: 0.2,
    });
  p.fill(polygon(outline("0.66 -0.07, 0.78 -0.03, 0.72 -0.01, 0.62 -0.02")), p.local("#3a4a5f"), {
    shade: 0.3,
  });
  p.line(curve(outline("-0.8 0.01, 0 0.045, 0.8 0.035")), p.env.accent, 0.016, 0.9);
}

function biplane(p: Pen): void {
  const cloth = p.local("#e8d3a0");
  for (const [y, dx] of outline("0.14 0, -0.2 0.05"))
    p.fill(
      polygon([
        [-0.2 + dx, y],
        [0.3 + dx, y - 0.05],
        [0.34 + dx, y],
        [-0.16 + dx, y + 0.055],
      ]),
      cloth,
      { shade: 0.6 },
    );
  p.fill(
    smooth(outline("0.52 -0.02, 0.4 -0.13, -0.1 -0.11, -0.74 -0.03, -0.74 0.02, 0 0.12, 0.42 0.1"), 5),
    p.env.accent,
    { shade: 0.9 },
  );
  for (const x of [-0.08, 0.22])
    p.line(
      openLine([
        [x, 0.15],
        [x + 0.05, -0.2],
      ]),
      p.local("#5a4030"),
      0.012,
    );
  p.fill(polygon(outline("-0.62 -0.04, -0.84 -0.24, -0.7 -0.26, -0.5 -0.06")), p.env.accent, { shade: 0.4 });
  p.fill(ellipse(0.02, -0.15, 0.055), p.local("#8a5a3a"), { shade: 0.7, form: "round" });
  p.fill(ellipse(0.56, -0.02, 0.02, 0.26), p.local("#5a4030"), { shade: 0.2, alpha: 0.75 });
  for (const x of [0.14, 0.3]) p.fill(ellipse(x, 0.28, 0.06), p.local("#33343a"), { shade: 0.5 });
  p.line(openLine(outline("0.1 0.12, 0.22 0.27, 0.28 0.1")), p.local("#5a4030"), 0.014);
}

function rocket(p: Pen): void {
  p.glow(0, 0.06, 0.7, hex("#ffb45a"), 0.9);
  for (const [k, tone] of [
    [1, "#f0602a"],
    [0.66, "#ffb03a"],
    [0.34, "#fff0b0"],
  ] as const)
    p.fill(
      smooth(
        [
          [-0.1 * k, -0.16],
          [-0.15 * k, 0.02],
          [-0.05 * k, 0.16 * k + 0.1],
          [0, 0.4 * k + 0.06],
          [0.05 * k, 0.16 * k + 0.1],
          [0.15 * k, 0.02],
          [0.1 * k, -0.16],
        ],
        5,
      ),
      hex(tone),
      { shade: 0, ink: k === 1 ? 0.6 : 0 },
    );
  for (let puff = 0; puff < 12; puff++)
    p.fill(
      ellipse(p.random.range(-0.34, 0.34), 0.36 + p.random.range(-0.05, 0.12), p.random.range(0.06, 0.15)),
      lighten(p.local("#d9d6d6"), p.random.range(-0.08, 0.04)),
      { shade: 0.5, form: "round", alpha: 0.8, soft: 0.006, ink: 0.2 },
    );
  for (const side of [-1, 1])
    p.fill(
      polygon([
        [side * 0.12, -0.44],
        [side * 0.28, -0.2],
        [side * 0.28, -0.06],
        [side * 0.1, -0.16],
      ]),
      p.env.accent,
      { shade: 0.7 },
    );
  p.fill(
    smooth(
      outline(
        "0 -1, 0.09 -0.86, 0.15 -0.62, 0.14 -0.3, 0.1 -0.13, -0.1 -0.13, -0.14 -0.3, -0.15 -0.62, -0.09 -0.86",
      ),
      6,
    ),
    p.local("#eef0f2"),
    { shade: 1 },
  );
  p.fill(smooth(outline("0 -1, 0.08 -0.88, 0.115 -0.78, -0.115 -0.78, -0.08 -0.88"), 4), p.env.accent, {
    shade: 0.9,
  });
  p.fill(ellipse(0, -0.6, 0.07), p.local("#8f979f"), { shade: 0.5 });
  p.fill(ellipse(0, -0.6, 0.05), p.local("#3f79a8"), { shade: 0.9, form: "round" });
  p.fill(ellipse(0, -0.38, 0.028), p.local("#3f79a8"), { shade: 0.7, form: "round" });
  p.fill(polygon(outline("-0.02 -0.36, 0.02 -0.36, 0.02 -0.04, -0.02 -0.04")), p.env.accent, { shade: 0.5 });
}

function bicycle(p: Pen): void {
  const frame = p.env.accent;
  for (const x of [-0.5, 0.5]) spokedWheel(p, x, -0.34, 0.34, p.local("#2f2f36"), 12, 0.09);
  const tube = (points: Parameters<typeof openLine>[0], w = 0.022): void =>
    p.fill(
      ribbon(points, () => w),
      frame,
      { shade: 0.6 },
    );
  tube(outline("-0.5 -0.34, -0.06 -0.32"), 0.016);
  tube(outline("-0.06 -0.32, -0.2 -0.74"));
  tube(outline("-0.5 -0.34, -0.19 -0.7"), 0.016);
  tube(outline("-0.19 -0.7, 0.34 -0.72"));
  tube(outline("-0.06 -0.32, 0.36 -0.66"));
  tube(outline("0.5 -0.34, 0.34 -0.74, 0.32 -0.84"));
  p.fill(
    ribbon(outline("0.32 -0.86, 0.4 -0.9, 0.46 -0.84"), () => 0.02),
    p.local("#3a3a40"),
    { shade: 0.4 },
  );
  p.line(openLine(outline("0.3 -0.86, 0.34 -0.86")), p.local("#3a3a40"), 0.03);
  p.fill(smooth(outline("-0.34 -0.79, -0.2 -0.82, -0.08 -0.78, -0.18 -0.755"), 4), p.local("#5a3a2a"), {
    shade: 0.6,
  });
  p.fill(ellipse(-0.06, -0.32, 0.085), p.local("#6a6e76"), { shade: 0.7 });
  p.fill(ellipse(-0.06, -0.32, 0.04), p.local("#c9cdd2"), { shade: 0.7 });
  p.fill(
    ribbon(outline("-0.06 -0.32, 0.06 -0.2"), () => 0.014),
    p.local("#6a6e76"),
    { shade: 0.3 },
  );
  p.fill(roundRect(0.02, -0.2, 0.11, 0.03, 0.01), p.local("#2f2f36"), { shade: 0.2 });
}

function balloon(p: Pen): void {
  const tones = [p.env.accent, p.local("#f5e3b8"), p.env.second];
  const body = smooth(
    outline(
      "0 -0.5, 0.24 -0.45, 0.34 -0.26, 0.28 -0.02, 0.1 0.22, -0.1 0.22, -0.28 -0.02, -0.34 -0.26, -0.24 -0.45",
    ),
  );
  p.fill(body, tones[0] ?? p.env.accent, { shade: 0.9, form: "round" });
  p.within(body, () => {
    for (const [from, tone] of outline("-0.34 1, -0.115 2, 0.115 1"))
      p.fill(
        smooth(
          [
            [from * 0.2, -0.52],
            [from, -0.24],
            [from * 0.45, 0.24],
            [(from + 0.14) * 0.45, 0.24],
            [from + 0.14, -0.24],
          ],
          6,
        ),
        tones[tone] ?? p.env.second,
        { shade: 0.4, ink: 0.2, alpha: 0.92 },
      );
    p.fill(ellipse(p.env.lightFrom[0] > 0 ? -0.26 : 0.26, -0.05, 0.2, 0.5), hex("#2a2040"), {
      shade: 0,
      ink: 0,
      alpha: 0.16,
      soft: 0.01,
    });
  });
  for (const x of [-0.08, 0.08])
    p.line(
      openLine([
        [x, 0.21],
        [x * 0.7, 0.37],
      ]),
      p.local("#5a4636"),
      0.008,
    );
  p.fill(roundRect(-0.075, 0.36, 0.15, 0.12, 0.025), p.local("#9a6a3c"), { shade: 0.7 });
  p.fill(rect(-0.08, 0.355, 0.16, 0.022), p.local("#6b4527"), { shade: 0.2 });
}

function submarine(p: Pen): void {
  const paint = p.local("#e8b53a");
  p.fill(polygon(outline("-0.06 -0.16, -0.04 -0.36, 0.2 -0.36, 0.24 -0.16")), lighten(paint, -0.04), {
    shade: 0.6,
  });
  p.line(openLine(outline("0.06 -0.36, 0.06 -0.5, 0.14 -0.5")), p.local("#8a8f96"), 0.022);
  p.fill(
    smooth(outline("0.66 0, 0.5 -0.18, 0.1 -0.22, -0.4 -0.16, -0.66 0, -0.4 0.17, 0.1 0.22, 0.5 0.18"), 6),
    paint,
    { shade: 1 },
  );
  for (const x of [-0.2, 0.06, 0.32]) {
    p.fill(ellipse(x, -0.02, 0.085), p.local("#8f979f"), { shade: 0.5 });
    p.fill(ellipse(x, -0.02, 0.06), hex("#bfe6f0"), { shade: 0.6, form: "round" });
  }
  p.fill(together(ellipse(-0.72, -0.1, 0.04, 0.1), ellipse(-0.72, 0.1, 0.04, 0.1)), p.local("#8a8f96"), {
    shade: 0.5,
  });
  p.line(arc(0, 0, 0.5, 0.19, 0.3, 2.8), lighten(paint, -0.12), 0.012, 0.7);
  for (let bubble = 0; bubble < 6; bubble++)
    p.fill(dot(-0.8 - bubble * 0.05, p.random.range(-0.2, 0.1), 0.02), hex("#e8fbff"), {
      shade: 0.2,
      alpha: 0.7,
    });
}

export const TRAVEL: readonly Subject[] = [
  {
    words: ["sailboat", "boat", "sailing boat", "yacht", "sailor", "canoe", "fisherman"],
    paint: sailboat,
    home: "coast",
    origin: "base",
    wide: 0.5,
    place: "water",
    scale: 0.85,
    company: 1,
  },
  {
    words: ["ship", "galleon", "columbus", "explorer", "pirate", "viking", "voyage", "caravel"],
    paint: ship,
    home: "coast",
    origin: "base",
    wide: 1.1,
    place: "water",
    scale: 0.9,
  },
  {
    words: ["steamer", "titanic", "cargo", "container ship", "ferry", "liner", "freighter"],
    paint: steamer,
    home: "coast",
    origin: "base",
    wide: 0.95,
    place: "water",
    scale: 0.8,
  },
  {
    words: ["car", "automobile", "electric car", "taxi", "vehicle", "driver", "driving"],
    paint: car,
    home: "city",
    origin: "base",
    wide: 0.8,
    place: "ground",
    scale: 0.6,
  },
  {
    words: ["bus", "tram", "lorry", "truck"],
    paint: bus,
    home: "city",
    origin: "base",
    wide: 0.96,
    place: "ground",
    scale: 0.62,
  },
  {
    words: [
      "locomotive",
      "train",
      "steam locomotive",
      "steam train",
      "railway",
      "rail",
      "railroad",
      "steam engine",
      "engine",
      "piston",
    ],
    paint: locomotive,
    home: "meadow",
    origin: "base",
    wide: 1.15,
    place: "ground",
    scale: 0.68,
  },
  {
    words: ["plane", "airplane", "aeroplane", "aircraft", "airliner", "jet", "runway", "airport"],
    paint: plane,
    home: "heavens",
    origin: "centre",
    wide: 0.92,
    place: "air",
    scale: 0.9,
  },
  {
    words: ["biplane", "glider", "wright"],
    paint: biplane,
    home: "heavens",
    origin: "centre",
    wide: 0.8,
    place: "air",
    scale: 0.8,
  },
  {
    words: ["rocket", "spaceship", "spacecraft", "launch", "shuttle", "spaceflight"],
    paint: rocket,
    home: "space",
    origin: "base",
    wide: 0.34,
    place: "ground",
    scale: 1.1,
  },
  {
    words: ["bicycle", "bike", "cyclist", "cycling", "pedal", "handlebar", "draisine", "velocipede"],
    paint: bicycle,
    home: "meadow",
    origin: "base",
    wide: 0.85,
    place: "ground",
    scale: 0.75,
  },
  {
    words: ["balloon", "hot-air balloon", "airship", "montgolfier", "helium", "hydrogen"],
    paint: balloon,
    home: "heavens",
    origin: "centre",
    wide: 0.36,
    place: "air",
    scale: 0.95,
    company: 2,
  },
  {
    words: ["submarine", "diving", "submersible"],
    paint: submarine,
    home: "underwater",
    origin: "centre",
    wide: 0.8,
    place: "water",
    scale: 0.8,
  },
];
