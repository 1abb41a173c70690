/** Smooth value noise in one or two dimensions, -1…1, fixed by its salt. */
export type Noise = (x: number, y?: number) => number;

/** Lattice noise with a quintic fade; `salt` is any 32-bit number. */
export function createNoise(salt: number): Noise {
  const lattice = (x: number, y: number): number => {
    let hash = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ salt;
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 2147483648 - 1;
  };
  const fade = (t: number): number => t * t * t * (t * (t * 6 - 15) + 10);
  return (x, y = 0) => {
    const left = Math.floor(x);
    const top = Math.floor(y);
    const u = fade(x - left);
    const v = fade(y - top);
    const upper = lattice(left, top) * (1 - u) + lattice(left + 1, top) * u;
    const lower = lattice(left, top + 1) * (1 - u) + lattice(left + 1, top + 1) * u;
    return upper * (1 - v) + lower * v;
  };
}

/** Fractal sum of `octaves` noises, each twice as fine and half as strong; about -1…1. */
export function fractal(noise: Noise, x: number, y: number, octaves: number): number {
  let sum = 0;
  let strength = 0.5;
  let scale = 1;
  for (let octave = 0; octave < octaves; octave++) {
    sum += strength * noise(x * scale + octave * 17.3, y * scale - octave * 9.1);
    strength /= 2;
    scale *= 2;
  }
  return sum;
}
