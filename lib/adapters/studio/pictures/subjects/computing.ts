import { hex, lighten, mix, oklch } from "../colour";
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
} from "../shape";
import type { Subject } from "./subject";

function robot(p: Pen): void {
  const shell = p.local("#c9d3da");
  const trim = p.env.accent;
  for (const side of [-1, 1]) {
    p.fill(rect(side * 0.11 - 0.045, -0.24, 0.09, 0.2), lighten(shell, -0.16), { shade: 0.7 });
    p.fill(roundRect(side * 0.12 - 0.09, -0.08, 0.18, 0.08, 0.03), trim, { shade: 0.7 });
    p.fill(
      ribbon(
        [
          [side * 0.24, -0.5],
          [side * 0.36, -0.4],
          [side * 0.38, side > 0 ? -0.62 : -0.24],
        ],
        () => 0.04,
      ),
      lighten(shell, -0.12),
      { shade: 0.6 },
    );
    p.fill(ellipse(side * 0.38, side > 0 ? -0.64 : -0.22, 0.055), trim, { shade: 0.8, form: "round" });
  }
  p.fill(roundRect(-0.25, -0.58, 0.5, 0.36, 0.07), shell, { shade: 0.9 });
  p.fill(roundRect(-0.14, -0.5, 0.28, 0.16, 0.02), p.local("#2f3a4a"), { shade: 0.3 });
  const pulse = outline("-0.12 -0.42, -0.06 -0.42, -0.03 -0.47, 0.01 -0.37, 0.04 -0.42, 0.12 -0.42");
  p.line(openLine(pulse), hex("#6ff0c0"), 0.012);
  p.fill(rect(-0.05, -0.63, 0.1, 0.06), lighten(shell, -0.2), { shade: 0.4 });
  p.line(openLine(outline("0 -0.92, 0 -1")), lighten(shell, -0.2), 0.016);
  p.fill(dot(0, -1.01, 0.028), trim, { shade: 0.5 });
  p.glow(0, -1.01, 0.12, trim, 0.6);
  p.fill(roundRect(-0.21, -0.92, 0.42, 0.3, 0.09), shell, { shade: 0.9 });
  p.fill(roundRect(-0.16, -0.86, 0.32, 0.16, 0.07), p.local("#26303c"), { shade: 0.3 });
  for (const x of [-0.075, 0.075]) {
    p.glow(x, -0.78, 0.11, hex("#7fe8ff"), 0.8);
    p.fill(ellipse(x, -0.78, 0.036), hex("#9ff0ff"), { shade: 0.2 });
  }
  p.line(arc(0, -0.69, 0.06, 0.025, 0.3, 2.84), lighten(shell, -0.3), 0.012);
}

function screenGlow(p: Pen, x: number, y: number, w: number, h: number): void {
  p.fill(roundRect(x, y, w, h, 0.015), hex("#12243a"), { shade: 0.2 });
  const inks = ["#6fe0c0", "#f2b84a", "#7fb0ff", "#f07f9a"];
  for (let line = 0; line < 9; line++) {
    let at = x + w * 0.06 + (line % 3) * w * 0.05;
    while (at < x + w * 0.82) {
      const length = w * p.random.range(0.06, 0.2);
      if (at + length > x + w * 0.94) break;
      p.fill(rect(at, y + h * (0.09 + line * 0.095), length, h * 0.036), hex(p.random.pick(inks)), {
        shade: 0,
        ink: 0,
      });
      at += length + w * 0.03;
    }
  }
}

function computer(p: Pen): void {
  const shell = p.local("#d9d6ce");
  p.glow(0, -0.62, 0.7, hex("#7fc4ff"), 0.45);
  p.fill(roundRect(-0.62, -0.98, 1.24, 0.76, 0.04), p.local("#2b303a"), { shade: 0.6 });
  screenGlow(p, -0.57, -0.93, 1.14, 0.64);
  p.fill(polygon(outline("-0.09 -0.23, 0.09 -0.23, 0.13 -0.1, -0.13 -0.1")), lighten(shell, -0.14), {
    shade: 0.6,
  });
  p.fill(polygon(outline("-0.58 -0.1, 0.58 -0.1, 0.68 0.02, -0.68 0.02")), shell, { shade: 0.5 });
  for (let row = 0; row < 3; row++)
    for (let key = 0; key < 13; key++)
      p.fill(
        rect(-0.53 - row * 0.02 + key * (0.081 + row * 0.003), -0.085 + row * 0.03, 0.06, 0.021),
        lighten(shell, -0.16),
        { shade: 0, ink: 0 },
      );
}

function chip(p: Pen): void {
  p.glow(0, 0, 0.75, hex("#6fe0d0"), 0.6);
  for (let pin = 0; pin < 9; pin++) {
    const at = -0.28 + pin * 0.07;
    for (const side of [-1, 1]) {
      p.fill(rect(at - 0.016, side > 0 ? 0.34 : -0.44, 0.032, 0.1), hex("#d9b45a"), { shade: 0.4, ink: 0.4 });
      p.fill(rect(side > 0 ? 0.34 : -0.44, at - 0.016, 0.1, 0.032), hex("#d9b45a"), { shade: 0.4, ink: 0.4 });
    }
  }
  p.fill(roundRect(-0.36, -0.36, 0.72, 0.72, 0.03), hex("#26323a"), { shade: 0.8 });
  p.fill(roundRect(-0.22, -0.22, 0.44, 0.44, 0.02), hex("#3f5560"), { shade: 0.9 });
  for (let block = 0; block < 16; block++)
    p.fill(
      rect(
        -0.19 + (block % 4) * 0.1,
        -0.19 + Math.floor(block / 4) * 0.1,
        p.random.range(0.04, 0.085),
        p.random.range(0.04, 0.085),
      ),
      oklch(p.random.range(0.5, 0.8), 0.1, p.random.range(150, 230)),
      { shade: 0.2, ink: 0.2 },
    );
  p.fill(dot(-0.3, -0.3, 0.024), hex("#8fa3ad"), { shade: 0.2 });
}

function phone(p: Pen): void {
  p.glow(0, -0.5, 0.6, hex("#9fc4ff"), 0.5);
  p.fill(roundRect(-0.26, -1, 0.52, 1, 0.07), p.local("#23262e"), { shade: 0.7 });
  p.fill(roundRect(-0.225, -0.93, 0.45, 0.86, 0.03), mix(p.env.second, hex("#e8f2ff"), 0.55), {
    shade: 0.3,
    ink: 0.3,
  });
  for (let icon = 0; icon < 12; icon++)
    p.fill(
      roundRect(-0.185 + (icon % 3) * 0.13, -0.84 + Math.floor(icon / 3) * 0.155, 0.1, 0.1, 0.025),
      oklch(0.72, 0.14, icon * 47),
      { shade: 0.4, ink: 0.3 },
    );
  p.fill(roundRect(-0.185, -0.19, 0.37, 0.08, 0.03), hex("#ffffff"), { shade: 0, ink: 0.2, alpha: 0.8 });
  p.fill(roundRect(-0.05, -0.97, 0.1, 0.018, 0.008), p.local("#4a4f5a"), { shade: 0, ink: 0 });
}

function networkGlobe(p: Pen): void {
  p.glow(0, 0, 0.8, hex("#6fb4ff"), 0.7);
  const ball = ellipse(0, 0, 0.42);
  p.fill(ball, hex("#17406f"), { shade: 1, form: "round" });
  p.within(ball, () => {
    for (const land of [
      outline("-0.34 -0.26, -0.12 -0.34, -0.02 -0.2, -0.16 -0.06, -0.3 -0.04"),
      outline("-0.16 0.04, 0 0.1, -0.06 0.3, -0.14 0.36, -0.2 0.18"),
      outline("0.1 -0.26, 0.34 -0.3, 0.42 -0.1, 0.26 -0.06, 0.3 0.14, 0.2 0.24, 0.12 0.02"),
    ] as const)
      p.fill(smooth(land), hex("#2f7fa8"), { shade: 0.2, ink: 0.3 });
    for (let ring = 1; ring < 4; ring++)
      p.line(ellipse(0, 0, 0.42 * Math.sin((ring / 4) * 1.57), 0.42), hex("#7fc8ff"), 0.005, 0.55);
    for (const y of [-0.24, 0, 0.24])
      p.line(ellipse(0, y, Math.sqrt(0.176 - y * y), 0.05), hex("#7fc8ff"), 0.005, 0.55);
  });
  const nodes: Point[] = [];
  for (let node = 0; node < 11; node++) {
    const a = node * 2.4;
    const d = 0.13 * Math.sqrt(node + 0.5);
    nodes.push([Math.cos(a) * d, Math.sin(a) * d]);
  }
  nodes.forEach(([x, y], index) => {
    for (const step of [1, 3]) {
      const other = nodes[(index + step) % nodes.length];
      if (other)
        p.line(
          curve([
            [x, y],
            [((x + other[0]) / 2) * 1.35, ((y + other[1]) / 2) * 1.35 - 0.04],
            [other[0], other[1]],
          ]),
          hex(step === 1 ? "#ffd27a" : "#8ff0ff"),
          0.007,
          0.85,
        );
    }
  });
  for (const [x, y] of nodes) {
    p.glow(x, y, 0.1, hex("#fff0c0"), 0.9);
    p.fill(dot(x, y, 0.018), hex("#fff8e0"), { shade: 0, ink: 0.2 });
  }
}

function server(p: Pen): void {
  for (const x of [-0.56, 0, 0.56]) {
    p.fill(roundRect(x - 0.23, -1, 0.46, 1, 0.02), p.local("#2e3540"), { shade: 0.8 });
    for (let unit = 0; unit < 8; unit++) {
      const y = -0.95 + unit * 0.116;
      p.fill(rect(x - 0.19, y, 0.38, 0.085), p.local("#434c5a"), { shade: 0.5, ink: 0.5 });
      for (let lamp = 0; lamp < 4; lamp++)
        p.fill(
          dot(x - 0.16 + lamp * 0.045, y + 0.043, 0.012),
          hex(p.random.pick(["#5ff0a0", "#5ff0a0", "#ffc24a", "#6fb8ff"])),
          { shade: 0, ink: 0 },
        );
      p.line(
        openLine([
          [x + 0.04, y + 0.043],
          [x + 0.17, y + 0.043],
        ]),
        p.local("#20252e"),
        0.02,
      );
    }
    p.glow(x - 0.1, -0.5, 0.4, hex("#5fd0c0"), 0.25);
  }
}

function cables(p: Pen): void {
  const tones = ["#f2a03a", "#5fb0e8", "#7fce6a", "#d96fa0"];
  p.fill(roundRect(-0.5, -0.3, 1, 0.3, 0.04), p.local("#39414d"), { shade: 0.8 });
  tones.forEach((tone, index) => {
    const x = -0.33 + index * 0.22;
    p.fill(
      ribbon(
        [
          [x, -0.2],
          [x + 0.04, -0.5],
          [x * 1.6, -0.74],
          [x * 2.2, -1.06],
        ],
        () => 0.028,
      ),
      p.local(tone),
      { shade: 0.7 },
    );
    p.fill(roundRect(x - 0.055, -0.3, 0.11, 0.12, 0.02), p.local("#d9dde2"), { shade: 0.5 });
    for (const t of [0.3, 0.7]) p.glow(x * (1 + t), -0.3 - 0.6 * t, 0.12, hex("#fff4c8"), 0.8);
  });
  for (let lamp = 0; lamp < 8; lamp++)
    p.fill(dot(-0.42 + lamp * 0.12, -0.07, 0.018), hex(lamp % 3 === 0 ? "#ffc24a" : "#5ff0a0"), {
      shade: 0,
      ink: 0,
    });
}

export const COMPUTING: readonly Subject[] = [
  {
    words: "robot, ai, artificial intelligence, android, automation, chatbot, machine learning",
    paint: robot,
    home: "workshop",
    origin: "base",
    wide: 0.44,
    place: "ground",
    scale: 0.95,
  },
  {
    words: "computer, program, programming, code, software, laptop, algorithm, website, hacker",
    paint: computer,
    home: "room",
    origin: "base",
    wide: 0.7,
    oneWay: true,
    place: "ground",
    scale: 0.8,
  },
  {
    words:
      "chip, circuit board, circuit, transistor, processor, semiconductor, microchip, silicon, microprocessor",
    paint: chip,
    home: "circuit",
    stays: true,
    origin: "centre",
    place: "air",
    scale: 0.9,
  },
  {
    words: "phone, smartphone, mobile, app, telephone, message",
    paint: phone,
    home: "spotlight",
    origin: "base",
    wide: 0.27,
    place: "ground",
    scale: 0.95,
  },
  {
    words: "internet, network line, network of networks, web, online, globalization",
    alone: true,
    paint: networkGlobe,
    home: "circuit",
    stays: true,
    origin: "centre",
    place: "air",
  },
  {
    words: "server, data center, cloud computing, database, data, blockchain, bitcoin",
    paint: server,
    home: "circuit",
    origin: "base",
    wide: 0.8,
    place: "ground",
    scale: 0.9,
  },
  {
    words: "cable, router, fibre, fiber, packet, wire, wifi",
    paint: cables,
    home: "circuit",
    origin: "base",
    wide: 0.8,
    place: "ground",
    scale: 0.8,
  },
];
