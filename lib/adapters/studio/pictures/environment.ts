import { type Colour, hex, lighten, mix, saturate, turnHue } from "./colour";
import type { Random } from "./random";
import type { Point } from "./shape";

export type TimeOfDay = "dawn" | "day" | "sunset" | "night";
export type Weather = "clear" | "cloudy" | "rain" | "storm" | "snow" | "fog";
export type Mood = "calm" | "joyful" | "dramatic" | "mysterious" | "warm" | "cold";

/** Everything in a scene that depends on hour, weather and mood: the colours and the light. */
export interface Environment {
  readonly time: TimeOfDay;
  readonly weather: Weather;
  readonly mood: Mood;
  readonly dark: boolean;
  /** Top of the sky to the horizon. */
  readonly sky: readonly Colour[];
  readonly cloud: Colour;
  readonly sun: Colour;
  readonly water: readonly [far: Colour, near: Colour];
  readonly grass: readonly [far: Colour, near: Colour];
  readonly rock: Colour;
  readonly foliage: Colour;
  /** Saturated colours of the scene for things without a colour of their own. */
  readonly accent: Colour;
  readonly second: Colour;
  readonly lightFrom: Point;
  local(colour: string | Colour): Colour;
  haze(colour: Colour, depth: number): Colour;
}

const SKIES: Record<TimeOfDay, readonly (readonly string[])[]> = {
  dawn: [
    ["#3f5f96", "#8b9cc4", "#e7b7b4", "#ffdcb0"],
    ["#4b6fa0", "#a8b6cf", "#f2c9bb", "#fff0cf"],
    ["#5b5a97", "#b189b4", "#f2a99a", "#ffd9a6"],
  ],
  day: [
    ["#2a7cc4", "#5ba8de", "#a3d4ee", "#e2f3f4"],
    ["#2f6fb8", "#74b3dd", "#bfe3ea", "#f4f3df"],
    ["#1f8fae", "#63bcc9", "#b5e0d8", "#f5f1d8"],
  ],
  sunset: [
    ["#2b2f6b", "#7b4a8c", "#e8736a", "#ffc266"],
    ["#3a2a5c", "#a1476f", "#f07f4f", "#ffd27a"],
    ["#274472", "#86698f", "#f2955f", "#ffdf9a"],
  ],
  night: [
    ["#070b23", "#101b45", "#1f3a6d", "#3f6791"],
    ["#0b0a26", "#1d1a4c", "#3b2f72", "#6a558f"],
    ["#04131f", "#0b2a3c", "#164c5c", "#3b7f82"],
  ],
};

const AMBIENT: Record<TimeOfDay, readonly [tint: string, amount: number, lightness: number]> = {
  dawn: ["#d9a9b6", 0.2, -0.03],
  day: ["#fff3dc", 0.05, 0],
  sunset: ["#d9703f", 0.24, -0.06],
  night: ["#1c2a5c", 0.5, -0.1],
};

/** Builds the light and palette; the stream chooses among variants and shifts hues a little, so scenes differ. */
export function createEnvironment(options: {
  time: TimeOfDay;
  weather: Weather;
  mood: Mood;
  random: Random;
}): Environment {
  const { time, weather, mood, random } = options;
  const shift = random.range(-9, 9) + (mood === "warm" ? -4 : mood === "cold" ? 8 : 0);
  const chroma =
    (mood === "joyful" ? 1.15 : mood === "calm" ? 0.92 : mood === "mysterious" ? 0.85 : 1) *
    random.range(0.94, 1.08);
  const grey: Colour =
    time === "night" ? hex("#28324a") : mood === "dramatic" ? hex("#59616f") : hex("#a9b3bd");
  const dull = { clear: 0, cloudy: 0.3, rain: 0.55, storm: 0.72, snow: 0.45, fog: 0.6 }[weather];
  const gloom = { clear: 0, cloudy: -0.02, rain: -0.08, storm: -0.17, snow: 0.02, fog: 0.02 }[weather];
  const air = (colour: Colour): Colour =>
    lighten(mix(saturate(turnHue(colour, shift), chroma), grey, dull), gloom);

  const sky = random.pick(SKIES[time]).map((text) => air(hex(text)));
  const horizon = sky[sky.length - 1] ?? grey;
  const upper = sky[1] ?? grey;
  const [tint, amount, lightness] = AMBIENT[time];
  const ambient = mix(hex(tint), grey, dull * 0.5);
  const local = (colour: string | Colour): Colour => {
    const own = typeof colour === "string" ? hex(colour) : colour;
    const lit = lighten(mix(own, ambient, amount), lightness + gloom * 0.5);
    return dull > 0.4 ? saturate(lit, 0.85) : lit;
  };
  const season = random.next();
  const grassHue = season < 0.7 ? "#6f9a3d" : season < 0.87 ? "#b59a3f" : "#4f8f5b";
  const foliageHue = season < 0.7 ? "#3f7a3c" : season < 0.85 ? "#c4732c" : "#2f7460";
  const side = random.chance(0.5) ? 1 : -1;
  const accents = ["#e2573b", "#f2a02e", "#2f9aa8", "#c9447a", "#5b62c9", "#e8c33a"];
  const accent = random.pick(accents);
  const hazeColour = mix(horizon, upper, 0.3);
  return {
    time,
    weather,
    mood,
    dark: time === "night",
    sky,
    cloud: mix(
      time === "night" ? hex("#5b6b94") : time === "sunset" ? hex("#ffc9a8") : hex("#ffffff"),
      grey,
      dull * 0.9,
    ),
    sun:
      time === "night"
        ? hex("#f4f0dc")
        : time === "sunset"
          ? hex("#ffd58a")
          : time === "dawn"
            ? hex("#ffe9c4")
            : hex("#fff6d6"),
    water: [mix(local("#4f9db5"), horizon, 0.5), mix(local("#0f4a6b"), upper, 0.15)],
    grass: [mix(local(turnHue(hex(grassHue), shift)), horizon, 0.4), local(turnHue(hex(grassHue), shift))],
    rock: local(random.pick(["#7b6f68", "#6a7078", "#8a6f5a"])),
    foliage: local(turnHue(hex(foliageHue), shift)),
    accent: local(accent),
    second: local(random.pick(accents.filter((other) => other !== accent))),
    lightFrom: [0.72 * side, -0.69],
    local,
    haze: (colour, depth) => mix(colour, hazeColour, depth * (weather === "fog" ? 1.15 : 0.9)),
  };
}

/** The same scene for things that stand between the camera and the light: nearly black, with a breath of colour. */
export function againstTheLight(env: Environment): Environment {
  const dark = mix(hex("#15101f"), env.sky[1] ?? hex("#15101f"), 0.12);
  const dim = (colour: Colour): Colour => mix(dark, colour, 0.2);
  return {
    ...env,
    accent: dim(env.accent),
    second: dim(env.second),
    foliage: dim(env.foliage),
    rock: dim(env.rock),
    local: (colour) => dim(env.local(colour)),
  };
}
