import type { Canvas, SKRSContext2D } from "@napi-rs/canvas";
import type { Colour } from "../colour";
import type { Random } from "../random";
import type { Point } from "../shape";

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** One layer being painted; lengths in its own pixels. */
export interface Surface {
  readonly ctx: SKRSContext2D;
  readonly width: number;
  readonly height: number;
  readonly random: Random;
  /** Unit vector on screen from a thing towards the light. */
  readonly light: Point;
}

/** A shape ready to paint: device pixels, colours already in the style's tones. */
export interface FillJob {
  readonly rings: readonly (readonly Point[])[];
  readonly bounds: Bounds;
  readonly colour: Colour;
  /** Colour at the bottom, when the shape fades downwards. */
  readonly to: Colour | undefined;
  /** 0 flat … 1 strongly modelled by the light. */
  readonly shade: number;
  readonly form: "plain" | "round";
  readonly alpha: number;
  /** Blur radius in pixels. */
  readonly soft: number;
  /** 0 no outline … 1 full outline, for styles that draw one. */
  readonly ink: number;
}

export interface LineJob {
  readonly rings: readonly (readonly Point[])[];
  readonly closed: boolean;
  readonly colour: Colour;
  readonly width: number;
  readonly alpha: number;
}

export interface GlowJob {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly colour: Colour;
  readonly strength: number;
}

/** A texture laid over the finished picture. */
export interface Overlay {
  readonly canvas: Canvas;
  readonly mode: GlobalCompositeOperation;
  readonly alpha: number;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly random: Random;
  /** Two colours of the scene, for borders and tints. */
  readonly accent: Colour;
  readonly haze: Colour;
}

/** How a style renders: its tones, how it lays down a shape, and what happens to a layer and to the whole picture. */
export interface StyleRecipe {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Other words a person may use; matched inside the style text. */
  readonly aliases: readonly string[];
  /** Drawn at 1/n of the size and enlarged with hard edges. */
  readonly pixelRows?: number;
  /** The sky as this many cut bands instead of a blend. */
  readonly bands?: number;
  /** Blur of the front and back layers, as a fraction of the height. */
  readonly focusBlur?: number;
  /** Strength of the bloom around bright parts, 0…1. */
  readonly bloom?: number;
  tone(colour: Colour): Colour;
  /** Tones of the backdrop, when they differ from those of things. */
  sky?(colour: Colour): Colour;
  fill(surface: Surface, job: FillJob): void;
  line(surface: Surface, job: LineJob): void;
  glow(surface: Surface, job: GlowJob): void;
  finishLayer?(surface: Surface): void;
  overlays?(frame: Frame): Overlay[];
}
