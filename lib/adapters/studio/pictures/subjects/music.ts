import { hex, lighten } from "../colour";
import type { Pen } from "../pen";
import { arc, curve, ellipse, openLine, outline, polygon, rect, ribbon, roundRect, smooth } from "../shape";
import type { Subject } from "./subject";

function violin(p: Pen): void {
  for (let ring = 0; ring < 4; ring++)
    for (const side of [-1, 1])
      p.line(
        arc(
          0,
          -0.3,
          0.5 + ring * 0.15,
          0.5 + ring * 0.15,
          side > 0 ? -0.75 : Math.PI - 0.75,
          side > 0 ? 0.75 : Math.PI + 0.75,
        ),
        lighten(p.env.second, 0.14),
        0.013,
        0.85 - ring * 0.17,
      );
  const wood = p.local("#a8562a");
  p.fill(
    smooth(
      outline(
        "0 -0.6, 0.16 -0.56, 0.18 -0.44, 0.11 -0.34, 0.12 -0.27, 0.23 -0.18, 0.22 -0.03, 0 0.03, -0.22 -0.03, -0.23 -0.18, -0.12 -0.27, -0.11 -0.34, -0.18 -0.44, -0.16 -0.56",
      ),
      6,
    ),
    wood,
    { shade: 1 },
  );
  p.fill(polygon(outline("-0.026 -0.98, 0.026 -0.98, 0.032 -0.24, -0.032 -0.24")), p.local("#2e2320"), {
    shade: 0.5,
  });
  p.fill(
    smooth(outline("-0.04 -0.94, -0.05 -1.02, 0 -1.06, 0.05 -1.02, 0.04 -0.94"), 5),
    lighten(wood, -0.08),
    { shade: 0.8 },
  );
  for (const y of [-0.96, -0.99])
    for (const side of [-1, 1])
      p.fill(roundRect(side > 0 ? 0.04 : -0.1, y, 0.06, 0.018, 0.008), p.local("#2e2320"), { shade: 0 });
  for (const side of [-1, 1])
    p.line(
      curve([
        [side * 0.085, -0.34],
        [side * 0.07, -0.29],
        [side * 0.1, -0.24],
        [side * 0.08, -0.19],
      ]),
      p.local("#2a1710"),
      0.014,
    );
  p.fill(rect(-0.07, -0.21, 0.14, 0.022), p.local("#d9b48a"), { shade: 0.3 });
  for (const x of [-0.018, -0.006, 0.006, 0.018])
    p.line(
      openLine([
        [x, -0.96],
        [x * 1.6, -0.08],
      ]),
      hex("#f2ead8"),
      0.004,
    );
  p.fill(polygon(outline("-0.03 -0.12, 0.03 -0.12, 0.02 -0.0, -0.02 -0.0")), p.local("#2e2320"), {
    shade: 0.4,
  });
  p.line(openLine(outline("0.32 0.0, 0.52 -0.92")), p.local("#6b3f22"), 0.016);
  p.line(openLine(outline("0.35 0.0, 0.55 -0.9")), hex("#f4efe4"), 0.008);
}

function notes(p: Pen): void {
  const note = (x: number, y: number, size: number, tone: typeof p.env.accent): void =>
    p.at(x, y, size, () => {
      p.fill(ellipse(-0.2, 0.36, 0.17, 0.12, -0.4), tone, { shade: 0.8, form: "round" });
      p.fill(ellipse(0.34, 0.26, 0.17, 0.12, -0.4), tone, { shade: 0.8, form: "round" });
      p.fill(rect(-0.08, -0.4, 0.05, 0.76), tone, { shade: 0.3 });
      p.fill(rect(0.45, -0.5, 0.05, 0.76), tone, { shade: 0.3 });
      p.fill(polygon(outline("-0.08 -0.4, 0.5 -0.52, 0.5 -0.36, -0.08 -0.24")), tone, { shade: 0.3 });
    });
  for (let line = 0; line < 5; line++)
    p.line(
      curve(
        [
          [-1, -0.16 + line * 0.08],
          [-0.4, -0.28 + line * 0.08],
          [0.3, -0.08 + line * 0.08],
          [1, -0.24 + line * 0.08],
        ],
        12,
      ),
      lighten(p.env.second, 0.16),
      0.009,
      0.7,
    );
  note(-0.5, -0.1, 0.5, p.env.accent);
  note(0.1, 0.06, 0.66, lighten(p.env.accent, 0.08));
  note(0.72, -0.14, 0.42, p.env.accent);
}

function guitar(p: Pen): void {
  p.at(
    0,
    -0.4,
    1,
    () => {
      const wood = p.local("#c9863f");
      p.fill(
        smooth(
          outline(
            "-0.15 -0.16, -0.08 -0.02, -0.26 0.14, -0.24 0.34, 0 0.42, 0.24 0.34, 0.26 0.14, 0.08 -0.02, 0.15 -0.16, 0 -0.24",
          ),
          6,
        ),
        wood,
        { shade: 1 },
      );
      p.fill(ellipse(0, 0.02, 0.075), p.local("#2e1c12"), { shade: 0.3 });
      p.fill(rect(-0.03, -0.62, 0.06, 0.62), p.local("#5a3420"), { shade: 0.6 });
      p.fill(polygon(outline("-0.05 -0.76, 0.05 -0.76, 0.035 -0.6, -0.035 -0.6")), p.local("#3a2418"), {
        shade: 0.5,
      });
      p.fill(rect(-0.1, 0.22, 0.2, 0.035), p.local("#3a2418"), { shade: 0.3 });
      for (const x of [-0.018, 0, 0.018])
        p.line(
          openLine([
            [x, -0.7],
            [x, 0.24],
          ]),
          hex("#f2ead8"),
          0.005,
        );
    },
    { turn: 0.3 },
  );
}

function drum(p: Pen): void {
  p.fill(rect(-0.44, -0.62, 0.88, 0.52), p.env.accent, { shade: 1 });
  p.fill(ellipse(0, -0.1, 0.44, 0.1), lighten(p.env.accent, -0.08), { shade: 0.6 });
  for (let zig = 0; zig < 6; zig++)
    p.line(
      openLine([
        [-0.44 + zig * 0.147, -0.56],
        [-0.37 + zig * 0.147, -0.06],
        [-0.3 + zig * 0.147, -0.56],
      ]),
      p.local("#f2e6c8"),
      0.014,
    );
  p.fill(ellipse(0, -0.62, 0.46, 0.11), p.local("#d9b45a"), { shade: 0.7 });
  p.fill(ellipse(0, -0.63, 0.41, 0.09), p.local("#f7f1e2"), { shade: 0.4 });
  for (const side of [-1, 1])
    p.fill(
      ribbon(
        [
          [side * 0.1, -0.66],
          [side * 0.54, -1],
        ],
        () => 0.018,
      ),
      p.local("#a5744a"),
      { shade: 0.6 },
    );
}

export const MUSIC: readonly Subject[] = [
  {
    words: "violin, cello, orchestra, string instrument, fiddle, mozart, beethoven",
    paint: violin,
    home: "spotlight",
    origin: "base",
    wide: 0.55,
    place: "ground",
    scale: 0.95,
  },
  {
    words: "music, song, note, melody, sound, sing, choir, rhythm",
    paint: notes,
    home: "spotlight",
    origin: "centre",
    wide: 1,
    oneWay: true,
    place: "air",
    scale: 0.85,
  },
  {
    words: "guitar, rock band, concert, band",
    paint: guitar,
    home: "spotlight",
    origin: "base",
    wide: 0.34,
    place: "ground",
    scale: 0.95,
  },
  {
    words: "drum, percussion, beat",
    paint: drum,
    home: "spotlight",
    origin: "base",
    wide: 0.56,
    place: "ground",
    scale: 0.75,
  },
];
