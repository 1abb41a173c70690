import { hex, lighten, mix } from "../colour";
import type { Pen } from "../pen";
import {
  arc,
  curve,
  dot,
  ellipse,
  openLine,
  outline,
  type Point,
  polygon,
  rect,
  ribbon,
  roundRect,
  smooth,
  star,
  triples,
} from "../shape";
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

function bridge(p: Pen): void {
  p.fill(ellipse(0, 0.03, 1.1, 0.09), p.env.water[0], { to: p.env.water[1], ink: 0.3 });
  const stone = p.local("#a89a88");
  const deck = (x: number): number => -0.56 - 0.1 * (1 - (x / 1.2) ** 2);
  const edge: Point[] = [];
  for (let step = 0; step <= 24; step++) edge.push([-1.2 + step * 0.1, deck(-1.2 + step * 0.1) - 0.06]);
  for (const [cx, r] of outline("0.76 0.26, 0 0.4, -0.76 0.26")) {
    edge.push([cx + r + 0.06, 0.02], [cx + r, 0.02]);
    for (let step = 0; step <= 12; step++) {
      const angle = -(step / 12) * Math.PI;
      edge.push([cx + Math.cos(angle) * r, Math.sin(angle) * r * 1.08]);
    }
    edge.push([cx - r, 0.02], [cx - r - 0.06, 0.02]);
  }
  edge.push([-1.2, 0.02]);
  p.fill(polygon(edge), stone, { shade: 0.8 });
  for (let block = 0; block < 60; block++) {
    const x = p.random.range(-1.1, 1.1);
    const y = deck(x) + p.random.range(-0.03, 0.1);
    p.fill(rect(x, y, 0.07, 0.03), lighten(stone, p.random.range(-0.1, 0.06)), {
      shade: 0,
      ink: 0,
      alpha: 0.6,
    });
  }
  for (const side of [-1, 1])
    for (let bush = 0; bush < 5; bush++)
      p.fill(
        ellipse(side * (1.02 + 0.06 * bush), -0.03 - 0.05 * (bush % 3), 0.15, 0.11),
        lighten(p.env.foliage, p.random.range(-0.06, 0.06)),
        { shade: 0.6, form: "round", ink: 0.5 },
      );
  const rail: Point[] = [];
  for (let step = 0; step <= 24; step++) rail.push([-1.2 + step * 0.1, deck(-1.2 + step * 0.1) - 0.07]);
  p.fill(
    ribbon(rail, () => 0.025, 1),
    lighten(stone, 0.08),
    { shade: 0.4 },
  );
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

function turbines(p: Pen): void {
  const one = (x: number, base: number, size: number): void => {
    const white = p.local("#eef1f3");
    p.fill(
      polygon([
        [x - 0.026 * size, base],
        [x - 0.012 * size, base - 0.72 * size],
        [x + 0.012 * size, base - 0.72 * size],
        [x + 0.026 * size, base],
      ]),
      white,
      { shade: 0.9 },
    );
    const turn = p.random.range(0, 2);
    for (let blade = 0; blade < 3; blade++) {
      const angle = turn + (blade * Math.PI * 2) / 3;
      p.fill(
        ribbon(
          [
            [x, base - 0.73 * size],
            [x + Math.cos(angle) * 0.17 * size, base - 0.73 * size + Math.sin(angle) * 0.17 * size],
            [x + Math.cos(angle) * 0.4 * size, base - 0.73 * size + Math.sin(angle) * 0.4 * size],
          ],
          (t) => size * (0.026 - 0.022 * t),
        ),
        lighten(white, 0.02),
        { shade: 0.5 },
      );
    }
    p.fill(ellipse(x, base - 0.73 * size, 0.03 * size), lighten(white, -0.1), { shade: 0.8, form: "round" });
  };
  one(-0.52, -0.06, 0.72);
  one(0.5, -0.05, 0.82);
  one(0, 0, 1.1);
  for (const x of [-0.34, 0.2]) {
    p.line(
      openLine([
        [x + 0.06, 0.04],
        [x + 0.06, -0.06],
      ]),
      p.local("#8a9098"),
      0.014,
    );
    p.fill(
      polygon([
        [x - 0.14, 0.02],
        [x - 0.06, -0.14],
        [x + 0.24, -0.14],
        [x + 0.18, 0.02],
      ]),
      p.local("#2a4a86"),
      { shade: 0.7 },
    );
    for (const t of [0.25, 0.5, 0.75])
      p.line(
        openLine([
          [x - 0.14 + 0.32 * t, 0.02],
          [x - 0.06 + 0.3 * t, -0.14],
        ]),
        p.local("#9fc0e6"),
        0.005,
        0.8,
      );
  }
}

function pyramids(p: Pen): void {
  const sand = p.local("#d9b36a");
  const lit = p.env.lightFrom[0] > 0;
  for (const [x, w, h] of triples("0.72 0.5 0.5, -0.7 0.56 0.58, 0 0.86 1")) {
    const ridge = x + w * (lit ? -0.22 : 0.22);
    p.fill(
      polygon([
        [x - w, 0.02],
        [x, -h],
        [x + w, 0.02],
      ]),
      lighten(sand, lit ? 0.05 : -0.12),
      { shade: 0.2 },
    );
    p.fill(
      polygon([
        [x - w, 0.02],
        [x, -h],
        [ridge, 0.02],
      ]),
      lighten(sand, lit ? -0.14 : 0.05),
      { shade: 0.2, ink: 0.3 },
    );
    for (let course = 1; course < 9; course++) {
      const t = course / 9;
      p.line(
        openLine([
          [x - w * t, -h + h * t],
          [x + w * t, -h + h * t],
        ]),
        lighten(sand, -0.13),
        0.004,
        0.5,
      );
    }
  }
}

function temple(p: Pen): void {
  const marble = p.local("#e6dcc8");
  for (let step = 0; step < 3; step++)
    p.fill(
      rect(-0.86 + step * 0.05, -0.05 - step * 0.05, 1.72 - step * 0.1, 0.055),
      lighten(marble, -0.03 * step),
      { shade: 0.4 },
    );
  p.fill(rect(-0.66, -0.66, 1.32, 0.52), lighten(marble, -0.24), { shade: 0.3, ink: 0.3 });
  for (let column = 0; column < 6; column++) {
    const x = -0.65 + column * 0.26;
    p.fill(
      polygon([
        [x - 0.055, -0.15],
        [x - 0.045, -0.64],
        [x + 0.045, -0.64],
        [x + 0.055, -0.15],
      ]),
      marble,
      { shade: 1 },
    );
    for (const dx of [-0.02, 0.008])
      p.line(
        openLine([
          [x + dx, -0.16],
          [x + dx * 0.8, -0.63],
        ]),
        lighten(marble, -0.13),
        0.006,
        0.7,
      );
    for (const y of [-0.16, -0.66])
      p.fill(rect(x - 0.07, y, 0.14, 0.035), lighten(marble, 0.03), { shade: 0.3 });
  }
  p.fill(rect(-0.78, -0.74, 1.56, 0.09), marble, { shade: 0.4 });
  p.fill(polygon(outline("-0.84 -0.74, 0 -1, 0.84 -0.74")), lighten(marble, 0.02), { shade: 0.5 });
  p.fill(polygon(outline("-0.58 -0.765, 0 -0.945, 0.58 -0.765")), lighten(marble, -0.14), {
    shade: 0.2,
    ink: 0.3,
  });
  p.fill(ellipse(0, -0.82, 0.06), lighten(marble, -0.02), { shade: 0.5, ink: 0.3 });
}

function arches(p: Pen): void {
  const stone = p.local("#c9a97f");
  for (let tier = 0; tier < 2; tier++) {
    const base = -0.48 * tier;
    const from = tier === 0 ? -1.15 : -0.9;
    const span = tier === 0 ? 0.46 : 0.36;
    p.fill(rect(from, base - 0.48, tier === 0 ? 2.3 : 1.8, 0.49), lighten(stone, tier * 0.03), {
      shade: 0.7,
    });
    for (let opening = 0; opening < 5; opening++) {
      const cx = from + span * (opening + 0.5);
      const w = span * 0.3;
      p.fill(
        polygon([
          [cx - w, base],
          [cx - w, base - 0.22],
          ...(arc(cx, base - 0.22, w, 0.16, Math.PI, Math.PI * 2).rings[0] ?? []),
          [cx + w, base],
        ]),
        mix(p.env.sky[3] ?? stone, lighten(stone, -0.3), 0.35),
        { shade: 0.3 },
      );
      p.line(arc(cx, base - 0.22, w * 1.14, 0.185, Math.PI, Math.PI * 2), lighten(stone, -0.1), 0.016);
    }
    p.fill(rect(from - 0.03, base - 0.5, tier === 0 ? 2.36 : 1.86, 0.05), lighten(stone, 0.08), {
      shade: 0.4,
    });
  }
  for (let brick = 0; brick < 60; brick++)
    p.fill(
      rect(p.random.range(-0.88, 0.84), p.random.range(-0.92, -0.02), 0.05, 0.02),
      lighten(stone, p.random.range(-0.12, 0.06)),
      { shade: 0, ink: 0, alpha: 0.4 },
    );
}

function tower(p: Pen): void {
  const glass = p.local(p.random.pick(["#5f86a8", "#6f8f9c", "#8a7fa0"]));
  for (const [x, w, h] of triples("-0.34 0.24 0.68, 0.33 0.26 0.58, 0 0.34 0.94")) {
    p.fill(rect(x - w / 2, -h, w, h), lighten(glass, x === 0 ? 0.05 : -0.05), { shade: 0.9 });
    windows(p, { x: x - w / 2, y: -h + 0.02, width: w, height: h - 0.1 }, 4, Math.round(h * 13));
  }
  p.fill(rect(-0.008, -1.06, 0.016, 0.14), p.local("#4a4f58"), { shade: 0.2 });
}

function marketStall(p: Pen): void {
  const wood = p.local("#8a5f3f");
  for (const x of [-0.52, 0.48]) p.fill(rect(x, -0.72, 0.05, 0.72), wood, { shade: 0.6 });
  p.fill(rect(-0.58, -0.36, 1.16, 0.1), lighten(wood, 0.06), { shade: 0.5 });
  p.fill(rect(-0.54, -0.27, 1.08, 0.27), wood, { shade: 0.6 });
  for (let fruit = 0; fruit < 14; fruit++)
    p.fill(
      ellipse(-0.5 + fruit * 0.077, -0.385 - (fruit % 2) * 0.02, 0.05),
      p.local(["#d9483b", "#ec9a3a", "#7fae4a", "#e8c84a"][fruit % 4] ?? "#d9483b"),
      { shade: 0.8, form: "round" },
    );
  for (let stripe = 0; stripe < 8; stripe++) {
    const x = -0.64 + stripe * 0.16;
    const tone = stripe % 2 === 0 ? p.env.accent : p.local("#f7f1e3");
    p.fill(
      polygon([
        [x * 0.9, -0.98],
        [(x + 0.16) * 0.9, -0.98],
        [x + 0.16, -0.72],
        [x, -0.72],
      ]),
      tone,
      { shade: 0.4 },
    );
    p.fill(ellipse(x + 0.08, -0.72, 0.08, 0.06), tone, { shade: 0.3 });
  }
}

function factory(p: Pen): void {
  const brick = p.local("#a0614a");
  for (const x of [-0.52, -0.3]) {
    p.fill(
      polygon([
        [x - 0.06, -0.4],
        [x - 0.04, -0.95],
        [x + 0.04, -0.95],
        [x + 0.06, -0.4],
      ]),
      lighten(brick, -0.05),
      { shade: 0.9 },
    );
    smoke(p, x, -0.98, 0.3, p.local("#77777f"), 6);
  }
  p.fill(rect(-0.72, -0.46, 1.44, 0.46), brick, { shade: 0.6 });
  for (let saw = 0; saw < 4; saw++)
    p.fill(
      polygon([
        [-0.16 + saw * 0.22, -0.46],
        [-0.16 + saw * 0.22, -0.64],
        [0.06 + saw * 0.22, -0.46],
      ]),
      p.local("#55606c"),
      { shade: 0.6 },
    );
  windows(p, { x: -0.68, y: -0.4, width: 1.36, height: 0.24 }, 8, 1);
  p.fill(rect(-0.1, -0.15, 0.2, 0.15), p.local("#4a3f3a"), { shade: 0.4 });
}

function statue(p: Pen): void {
  const marble = p.local("#ddd8cc");
  p.fill(rect(-0.24, -0.1, 0.48, 0.1), lighten(marble, -0.1), { shade: 0.4 });
  p.fill(rect(-0.17, -0.34, 0.34, 0.25), lighten(marble, -0.06), { shade: 0.7 });
  p.fill(
    smooth(
      outline("-0.2 -0.34, -0.2 -0.5, -0.07 -0.58, -0.06 -0.66, 0.06 -0.66, 0.07 -0.58, 0.2 -0.5, 0.2 -0.34"),
    ),
    marble,
    { shade: 1 },
  );
  p.fill(
    smooth(outline("-0.11 -0.72, -0.1 -0.9, 0 -0.98, 0.1 -0.9, 0.12 -0.76, 0.06 -0.64, -0.05 -0.63")),
    marble,
    { shade: 1 },
  );
  for (let curl = 0; curl < 9; curl++)
    p.fill(
      dot(-0.1 + curl * 0.025, -0.9 - 0.06 * Math.sin((curl / 8) * Math.PI), 0.028),
      lighten(marble, -0.04),
      { shade: 0.6, ink: 0.5 },
    );
  p.line(curve(outline("0.03 -0.8, 0.07 -0.76, 0.035 -0.74")), lighten(marble, -0.25), 0.008);
  p.fill(star(0, -0.22, 0.05, 0.024, 5), p.local("#b98f3f"), { shade: 0.3 });
}

export const BUILDINGS: readonly Subject[] = [
  {
    words: ["house", "cottage", "home", "hut", "cabin", "barn", "farmhouse", "roof"],
    paint: cottage,
    home: "meadow",
    origin: "base",
    wide: 0.55,
    place: "ground",
    scale: 0.9,
    company: 1,
  },
  {
    words: ["village", "town", "pitched roof", "houses"],
    paint: townRow,
    home: "meadow",
    origin: "base",
    wide: 0.95,
    place: "ground",
    scale: 0.7,
  },
  {
    words: [
      "castle",
      "fortress",
      "knight",
      "kingdom",
      "palace",
      "king",
      "queen",
      "prince",
      "princess",
      "tale",
    ],
    paint: castle,
    home: "mountains",
    origin: "base",
    wide: 0.75,
    place: "ground",
    scale: 1.05,
  },
  {
    words: ["lighthouse", "beacon"],
    paint: lighthouse,
    home: "coast",
    origin: "base",
    place: "ground",
    scale: 1.1,
  },
  {
    words: ["bridge", "viaduct"],
    paint: bridge,
    home: "meadow",
    origin: "base",
    wide: 1.2,
    place: "ground",
    scale: 0.62,
  },
  {
    words: ["windmill", "mill"],
    paint: windmill,
    home: "meadow",
    origin: "base",
    place: "ground",
    scale: 1.05,
  },
  {
    words: ["turbine", "wind turbine", "solar panel", "wind power", "renewable"],
    paint: turbines,
    home: "meadow",
    origin: "base",
    wide: 0.9,
    place: "ground",
    scale: 1.1,
  },
  {
    words: ["pyramid", "sphinx"],
    paint: pyramids,
    home: "desert",
    origin: "base",
    wide: 1.2,
    place: "ground",
    scale: 0.95,
  },
  {
    words: ["temple", "column", "athens", "pantheon", "parthenon", "greek", "democracy", "senate"],
    paint: temple,
    home: "mountains",
    origin: "base",
    wide: 0.88,
    place: "ground",
    scale: 0.85,
  },
  {
    words: ["arch", "aqueduct", "roman arch", "roman", "rome", "colosseum", "arena"],
    paint: arches,
    home: "meadow",
    origin: "base",
    wide: 1.18,
    place: "ground",
    scale: 0.8,
  },
  {
    words: ["skyscraper", "office", "company", "tower block", "headquarters"],
    paint: tower,
    home: "city",
    origin: "base",
    wide: 0.48,
    place: "ground",
    scale: 1.2,
  },
  {
    words: ["stall", "market stall", "shop", "store", "merchant", "trade"],
    paint: marketStall,
    home: "city",
    origin: "base",
    wide: 0.66,
    place: "ground",
    scale: 0.8,
  },
  {
    words: ["factory", "industrial", "pollution", "smokestack", "power plant"],
    paint: factory,
    home: "meadow",
    origin: "base",
    wide: 0.74,
    place: "ground",
    scale: 0.95,
  },
  {
    words: ["statue", "monument", "sculpture", "philosopher", "emperor", "caesar"],
    paint: statue,
    home: "hall",
    origin: "base",
    place: "ground",
    scale: 0.95,
  },
];
