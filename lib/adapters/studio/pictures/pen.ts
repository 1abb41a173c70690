import { type Colour, css, rampAt } from "./colour";
import type { Environment } from "./environment";
import type { Random } from "./random";
import { type Point, polygon, type Shape } from "./shape";
import type { Bounds, StyleRecipe, Surface } from "./styles/recipe";

export interface FillOptions {
  /** Colour at the bottom of the shape. */
  to?: Colour;
  /** How strongly the light models it, 0…1; default 0.5. */
  shade?: number;
  form?: "plain" | "round";
  alpha?: number;
  /** Blur as a fraction of the layer's height. */
  soft?: number;
  /** Outline strength for styles that outline, 0…1; default 1. */
  ink?: number;
}

export interface Placement {
  flip?: boolean;
  /** Radians, clockwise on screen. */
  turn?: number;
  /** Vertical stretch relative to `size`. */
  stretch?: number;
}

/** Column-major 2×3 matrix: x' = a·x + c·y + e. */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/**
 * Paints shapes on one layer in the manner of a style. Painters speak in their own units inside `at`,
 * where 1 is the subject's height, y grows downwards and (0, 0) is where it stands.
 */
export class Pen {
  readonly width: number;
  readonly height: number;
  readonly env: Environment;
  readonly random: Random;
  private readonly style: StyleRecipe;
  private readonly surface: Surface;
  private matrix: Matrix = [1, 0, 0, 1, 0, 0];
  private depth = 0;

  constructor(options: { surface: Surface; style: StyleRecipe; env: Environment; random: Random }) {
    this.surface = options.surface;
    this.style = options.style;
    this.env = options.env;
    this.random = options.random;
    this.width = options.surface.width;
    this.height = options.surface.height;
  }

  /** Draws with the origin at (x, y) and one unit = `size` of the current units. */
  at(x: number, y: number, size: number, draw: () => void, placement: Placement = {}): void {
    const before = this.matrix;
    const [a, b, c, d, e, f] = before;
    const cos = Math.cos(placement.turn ?? 0) * size;
    const sin = Math.sin(placement.turn ?? 0) * size;
    const flip = placement.flip ? -1 : 1;
    const stretch = placement.stretch ?? 1;
    this.matrix = [
      (a * cos + c * sin) * flip,
      (b * cos + d * sin) * flip,
      (-a * sin + c * cos) * stretch,
      (-b * sin + d * cos) * stretch,
      a * x + c * y + e,
      b * x + d * y + f,
    ];
    draw();
    this.matrix = before;
  }

  /** Everything drawn inside sits this far into the haze: 0 near … 1 lost in the distance. */
  inHaze(depth: number, draw: () => void): void {
    const before = this.depth;
    this.depth = depth;
    draw();
    this.depth = before;
  }

  /** A thing's own colour (`#rrggbb`) as it looks in this scene's light. */
  local(colour: string | Colour): Colour {
    return this.env.local(colour);
  }

  fill(shape: Shape, colour: Colour, options: FillOptions = {}): void {
    const rings = shape.rings.map((ring) => ring.map((point) => this.place(point)));
    const bounds = boundsOf(rings);
    if (bounds.right < 0 || bounds.bottom < 0 || bounds.left > this.width || bounds.top > this.height) return;
    this.style.fill(this.surface, {
      rings,
      bounds,
      colour: this.tone(colour),
      to: options.to ? this.tone(options.to) : undefined,
      shade: options.shade ?? 0.5,
      form: options.form ?? "plain",
      alpha: options.alpha ?? 1,
      soft: (options.soft ?? 0) * this.height,
      ink: options.ink ?? 1,
    });
  }

  /** A line of `width` units along the shape's outline. */
  line(shape: Shape, colour: Colour, width: number, alpha = 1): void {
    this.style.line(this.surface, {
      rings: shape.rings.map((ring) => ring.map((point) => this.place(point))),
      closed: shape.closed,
      colour: this.tone(colour),
      width: Math.max(0.4, width * this.unit()),
      alpha,
    });
  }

  glow(x: number, y: number, radius: number, colour: Colour, strength = 0.8): void {
    const [px, py] = this.place([x, y]);
    this.style.glow(this.surface, {
      x: px,
      y: py,
      radius: radius * this.unit(),
      colour: this.tone(colour),
      strength,
    });
  }

  /** Draws only inside the shape. */
  within(shape: Shape, draw: () => void): void {
    const { ctx } = this.surface;
    ctx.save();
    ctx.beginPath();
    for (const ring of shape.rings) {
      ring.forEach((point, index) => {
        const [x, y] = this.place(point);
        if (index === 0) ctx.moveTo(x, y);
        else ctx.lineTo(x, y);
      });
      ctx.closePath();
    }
    ctx.clip();
    draw();
    ctx.restore();
  }

  /** Covers the whole layer from top to `bottom` with a vertical ramp, cut into bands where the style wants. */
  backdrop(ramp: readonly Colour[], bottom = this.height): void {
    const { ctx } = this.surface;
    const bands = this.style.bands;
    const skyTone = this.style.sky ?? this.style.tone;
    if (!bands) {
      const gradient = ctx.createLinearGradient(0, 0, 0, bottom);
      for (let stop = 0; stop <= 8; stop++)
        gradient.addColorStop(stop / 8, css(skyTone(rampAt(ramp, stop / 8))));
      ctx.fillStyle = gradient;
      ctx.fillRect(0, 0, this.width, this.height);
      return;
    }
    ctx.fillStyle = css(skyTone(rampAt(ramp, 0)));
    ctx.fillRect(0, 0, this.width, this.height);
    for (let band = 1; band < bands; band++) {
      const y = (bottom * band) / bands;
      const phase = this.random.range(0, 6.3);
      const swell = this.random.range(0.012, 0.03) * this.height;
      const points: Point[] = [];
      for (let step = 0; step <= 30; step++) {
        const t = step / 30;
        points.push([t * this.width * 1.1 - this.width * 0.05, y + Math.sin(t * 7 + phase) * swell]);
      }
      points.push([this.width * 1.05, this.height * 1.1], [-this.width * 0.05, this.height * 1.1]);
      this.fill(polygon(points), rampAt(ramp, band / (bands - 1)), { shade: 0, ink: 0 });
    }
  }

  private tone(colour: Colour): Colour {
    return this.style.tone(this.depth > 0 ? this.env.haze(colour, this.depth) : colour);
  }

  private unit(): number {
    const [a, b] = this.matrix;
    return Math.hypot(a, b);
  }

  private place([x, y]: Point): Point {
    const [a, b, c, d, e, f] = this.matrix;
    return [a * x + c * y + e, b * x + d * y + f];
  }
}

function boundsOf(rings: readonly (readonly Point[])[]): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const [x, y] of ring) {
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  return { left, top, right, bottom };
}
