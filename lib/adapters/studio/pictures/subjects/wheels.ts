import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { curve, ellipse, openLine, outline, polygon, rect, ribbon, roundRect, smooth } from "../shape";
import { roadWheel, smoke, spokedWheel } from "./parts";
import type { Subject } from "./subject";

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

export const WHEELS: readonly Subject[] = [
  {
    words: "car, automobile, electric car, taxi, vehicle, driver, driving",
    paint: car,
    home: "city",
    origin: "base",
    wide: 0.8,
    place: "ground",
    scale: 0.6,
  },
  {
    words: "bus, tram, lorry, truck",
    paint: bus,
    home: "city",
    origin: "base",
    wide: 0.96,
    place: "ground",
    scale: 0.62,
  },
  {
    words:
      "locomotive, train, steam locomotive, steam train, railway, rail, railroad, steam engine, engine, piston",
    paint: locomotive,
    home: "meadow",
    origin: "base",
    wide: 1.15,
    place: "ground",
    scale: 0.68,
  },
  {
    words: "bicycle, bike, cyclist, cycling, pedal, handlebar, draisine, velocipede",
    paint: bicycle,
    home: "meadow",
    origin: "base",
    wide: 0.85,
    place: "ground",
    scale: 0.75,
  },
];
