import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { arc, dot, ellipse, openLine, outline, polygon, rect, ribbon, roundRect } from "../shape";
import { cogwheel, smoke, spokedWheel } from "./parts";
import type { Subject } from "./subject";

function gears(p: Pen): void {
  cogwheel(p, -0.24, -0.06, 0.33, p.local("#b5853f"), 0.1);
  cogwheel(p, 0.3, 0.2, 0.24, p.local("#8a8f98"), 0.3);
  cogwheel(p, 0.2, -0.34, 0.17, p.local("#c8603f"), 0.05);
}

function battery(p: Pen): void {
  p.fill(roundRect(-0.08, -1, 0.16, 0.08, 0.02), p.local("#b9bec4"), { shade: 0.8 });
  p.fill(roundRect(-0.24, -0.94, 0.48, 0.94, 0.05), p.local("#2f343e"), { shade: 1 });
  p.fill(rect(-0.24, -0.9, 0.48, 0.28), p.local("#c98a3a"), { shade: 1 });
  p.fill(
    polygon(outline("0.04 -0.56, -0.12 -0.28, -0.01 -0.28, -0.05 -0.06, 0.13 -0.36, 0.02 -0.36")),
    hex("#ffd84a"),
    { shade: 0.2 },
  );
  p.glow(0, -0.3, 0.5, hex("#ffd84a"), 0.55);
}

function camera(p: Pen): void {
  for (const x of [-0.3, 0, 0.28])
    p.fill(
      ribbon(
        [
          [0, -0.5],
          [x, 0],
        ],
        () => 0.02,
      ),
      p.local("#6b4a32"),
      { shade: 0.6 },
    );
  p.fill(roundRect(-0.36, -0.94, 0.6, 0.44, 0.03), p.local("#6f4a30"), { shade: 0.8 });
  p.fill(polygon(outline("0.24 -0.9, 0.44 -0.84, 0.44 -0.6, 0.24 -0.54")), p.local("#2a2522"), {
    shade: 0.5,
  });
  for (const x of [0.29, 0.34, 0.39])
    p.line(
      openLine([
        [x, -0.87],
        [x, -0.57],
      ]),
      p.local("#4a423c"),
      0.012,
    );
  p.fill(rect(0.44, -0.86, 0.06, 0.28), p.local("#b58a3f"), { shade: 0.8 });
  p.fill(ellipse(0.54, -0.72, 0.055, 0.12), p.local("#c9a24a"), { shade: 0.9 });
  p.fill(ellipse(0.56, -0.72, 0.035, 0.085), hex("#5f86b0"), { shade: 0.9, form: "round" });
  for (const y of [-0.9, -0.56])
    p.fill(rect(-0.36, y, 0.6, 0.022), p.local("#c9a24a"), { shade: 0.4, ink: 0.3 });
  p.fill(roundRect(-0.14, -1, 0.14, 0.07, 0.015), p.local("#4a342a"), { shade: 0.5 });
}

function printingPress(p: Pen): void {
  const wood = p.local("#7a5236");
  for (const x of [-0.5, 0.38]) p.fill(rect(x, -0.98, 0.12, 0.98), wood, { shade: 0.8 });
  p.fill(rect(-0.58, -1, 1.16, 0.12), lighten(wood, 0.04), { shade: 0.6 });
  p.fill(rect(-0.46, -0.7, 0.92, 0.09), wood, { shade: 0.5 });
  p.fill(rect(-0.07, -0.92, 0.14, 0.42), p.local("#8f939a"), { shade: 1 });
  for (let thread = 0; thread < 7; thread++)
    p.line(
      openLine([
        [-0.07, -0.86 + thread * 0.05],
        [0.07, -0.88 + thread * 0.05],
      ]),
      p.local("#5a5e66"),
      0.012,
    );
  p.fill(
    ribbon(outline("0.02 -0.56, 0.5 -0.6, 0.78 -0.72"), () => 0.022),
    p.local("#5a3c28"),
    { shade: 0.5 },
  );
  p.fill(rect(-0.32, -0.52, 0.64, 0.09), p.local("#4a4f58"), { shade: 0.7 });
  p.fill(rect(-0.66, -0.28, 1.32, 0.1), lighten(wood, 0.06), { shade: 0.5 });
  p.fill(polygon(outline("-0.36 -0.3, 0.34 -0.3, 0.3 -0.38, -0.32 -0.38")), p.local("#f4eedd"), {
    shade: 0.2,
  });
  for (let line = 0; line < 4; line++)
    p.line(
      openLine([
        [-0.28, -0.365 + line * 0.016],
        [0.26, -0.365 + line * 0.016],
      ]),
      p.local("#5a544c"),
      0.005,
      0.8,
    );
  for (let sheet = 0; sheet < 5; sheet++)
    p.fill(
      polygon([
        [0.6, -0.02 - sheet * 0.02],
        [0.98, -0.02 - sheet * 0.02],
        [1.02, -0.06 - sheet * 0.02],
        [0.64, -0.06 - sheet * 0.02],
      ]),
      p.local(sheet % 2 === 0 ? "#f4eedd" : "#e4dcc6"),
      { shade: 0.1 },
    );
}

function beamEngine(p: Pen): void {
  const iron = p.local("#4a5058");
  p.fill(rect(-0.94, -0.06, 1.88, 0.06), p.local("#6b4f3c"), { shade: 0.4 });
  p.fill(roundRect(-0.86, -0.42, 0.4, 0.37, 0.04), p.local("#a5604a"), { shade: 0.9 });
  p.glow(-0.66, -0.16, 0.26, hex("#ff9a4a"), 0.8);
  p.fill(roundRect(-0.74, -0.22, 0.16, 0.12, 0.03), hex("#ffb05a"), { shade: 0 });
  p.fill(rect(-0.72, -0.8, 0.12, 0.4), iron, { shade: 0.9 });
  smoke(p, -0.66, -0.84, 0.36, p.local("#c9c9ce"), 7);
  p.fill(polygon(outline("-0.1 -0.05, -0.03 -0.66, 0.07 -0.66, 0.14 -0.05")), iron, { shade: 0.8 });
  p.fill(roundRect(-0.36, -0.44, 0.18, 0.38, 0.03), p.local("#b58a3f"), { shade: 1 });
  p.at(
    0.02,
    -0.68,
    1,
    () =>
      p.fill(
        polygon(outline("-0.36 -0.03, 0 -0.08, 0.56 -0.03, 0.56 0.03, 0 0.06, -0.36 0.03")),
        lighten(iron, 0.06),
        { shade: 0.6 },
      ),
    { turn: -0.12 },
  );
  p.line(openLine(outline("-0.28 -0.64, -0.27 -0.42")), p.local("#c9cdd2"), 0.024);
  p.line(openLine(outline("0.55 -0.74, 0.62 -0.34")), p.local("#c9cdd2"), 0.022);
  spokedWheel(p, 0.56, -0.34, 0.3, p.local("#8f3a2c"), 8, 0.16);
}

function radio(p: Pen): void {
  p.fill(
    polygon(outline("-0.24 0, -0.03 -0.86, 0.03 -0.86, 0.24 0, 0.18 0, 0 -0.66, -0.18 0")),
    p.local("#c8503c"),
    { shade: 0.6 },
  );
  for (let rung = 0; rung < 6; rung++) {
    const w = 0.21 - rung * 0.032;
    p.line(
      openLine([
        [-w, -0.1 - rung * 0.12],
        [w - 0.03, -0.21 - rung * 0.12],
      ]),
      p.local("#d9d3c8"),
      0.014,
    );
  }
  for (const side of [-1, 1])
    for (const r of [0.14, 0.26, 0.38])
      p.line(
        arc(0, -0.9, r, r, side > 0 ? -0.6 : Math.PI - 0.6, side > 0 ? 0.6 : Math.PI + 0.6),
        lighten(p.env.second, 0.15),
        0.022,
        0.85,
      );
  p.fill(dot(0, -0.9, 0.035), p.env.accent, { shade: 0.4 });
}

export const ENGINES: readonly Subject[] = [
  {
    words: "gear, cog, mechanism, machine, machinery, clockwork",
    paint: gears,
    home: "workshop",
    origin: "centre",
    wide: 0.56,
    place: "air",
    scale: 0.95,
  },
  {
    words: "battery, voltage, charge, charger",
    paint: battery,
    home: "energy",
    origin: "base",
    wide: 0.26,
    place: "ground",
    scale: 0.85,
  },
  {
    words: "vintage camera, photograph, photography, camera, filmmaking",
    paint: camera,
    home: "room",
    origin: "base",
    wide: 0.58,
    place: "ground",
    scale: 0.9,
  },
  {
    words: "printing press, press, gutenberg, printing, printer",
    paint: printingPress,
    home: "workshop",
    origin: "base",
    wide: 1.0,
    place: "ground",
    scale: 0.95,
  },
  {
    words: "steam pump, watt, newcomen, industrial revolution, boiler, steam power, steam",
    paint: beamEngine,
    home: "workshop",
    origin: "base",
    wide: 0.96,
    place: "ground",
    scale: 0.95,
  },
  {
    words: "radio, antenna, broadcast, transmitter, television",
    paint: radio,
    home: "mountains",
    origin: "base",
    place: "ground",
    scale: 1,
  },
];
