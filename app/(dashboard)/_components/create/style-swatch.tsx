/** Sky top, sky bottom, light, far, middle, near: the colours of one small landscape. */
type Palette = readonly [string, string, string, string, string, string];

const PALETTES: Record<string, Palette> = {
  watercolor: ["#bcd7e6", "#f6e3cf", "#fff4d6", "#9db8c4", "#7f9f99", "#5d7f7a"],
  cinematic: ["#0f2636", "#e08a4a", "#ffd9a0", "#41586a", "#22384a", "#0b1722"],
  storybook: ["#7ec4d8", "#ffe9b8", "#fff6cf", "#a9cf8a", "#6fae73", "#3f7f5c"],
  flat: ["#5b6cf0", "#ffb199", "#ffe66d", "#7d5fd0", "#4b3aa6", "#2a2170"],
  comic: ["#27a3e2", "#fff35c", "#ffffff", "#ff5a4e", "#d62839", "#1d1b2e"],
  pixel: ["#2b3a8c", "#ff8fa3", "#ffe08a", "#4c64c9", "#2f8f6b", "#174a3d"],
  noir: ["#101114", "#8c8f96", "#f1f1ee", "#55585e", "#2c2e33", "#090a0c"],
  papercut: ["#f6d8b8", "#f3b08c", "#fff3de", "#dd7f64", "#a94f4f", "#5f2f45"],
  oil: ["#2f4a66", "#d8a24c", "#f7dc8b", "#7c6a3f", "#4f5a36", "#2b3224"],
  sketch: ["#f4f1ea", "#f4f1ea", "#f4f1ea", "#f4f1ea", "#f4f1ea", "#f4f1ea"],
  neon: ["#12052e", "#5b0f8b", "#ff2fd0", "#2a0f5e", "#170a3d", "#0a0420"],
  vintage: ["#c9b68c", "#e8d6a8", "#f3e7c4", "#a98a5c", "#7d6242", "#55412c"],
  blueprint: ["#123a7a", "#123a7a", "#123a7a", "#123a7a", "#123a7a", "#123a7a"],
};

const ALIASES: Record<string, string> = {
  watercolour: "watercolor",
  "pixel-art": "pixel",
  "paper-cut": "papercut",
};

/** Styles that are lines, not areas. */
const INK: Record<string, string> = {
  sketch: "#3b3a38",
  blueprint: "#cfe2ff",
  neon: "#35f0ff",
  comic: "#15131f",
};

/** A style the table does not know still gets colours of its own, always the same. */
function paletteOf(id: string): Palette {
  const known = PALETTES[id];
  if (known) return known;
  let hue = 0;
  for (const char of id) hue = (hue * 31 + (char.codePointAt(0) ?? 0)) % 360;
  const tint = (turn: number, light: number) => `hsl(${(hue + turn) % 360} 42% ${light}%)`;
  return [tint(200, 45), tint(30, 78), tint(50, 90), tint(0, 55), tint(15, 38), tint(25, 22)];
}

const SMOOTH = [
  "M0 40C14 26 26 34 40 30S68 20 96 34V64H0Z",
  "M0 50C18 36 34 50 52 42S80 34 96 46V64H0Z",
  "M0 58C20 48 44 62 66 54S88 52 96 56V64H0Z",
];
const STEPPED = [
  "M0 40H12V32H28V28H44V34H60V24H80V32H96V64H0Z",
  "M0 50H16V42H36V48H56V40H76V46H96V64H0Z",
  "M0 58H24V54H48V58H72V52H96V64H0Z",
];

/** A landscape in the manner of a style: a hint of its look, drawn here, not a sample of its results. */
export function StyleSwatch({ id, className = "" }: { id: string; className?: string }) {
  const style = ALIASES[id] ?? id;
  const [skyTop, skyBottom, light, ...hills] = paletteOf(style);
  const ink = INK[style];
  const gradient = `sky-${style.replace(/[^a-z0-9-]/gi, "-")}`;
  const paths = style === "pixel" ? STEPPED : SMOOTH;
  return (
    <svg viewBox="0 0 96 64" preserveAspectRatio="xMidYMid slice" className={className} aria-hidden="true">
      <defs>
        <linearGradient id={gradient} x2="0" y2="1">
          <stop stopColor={skyTop} />
          <stop offset="0.75" stopColor={skyBottom} />
        </linearGradient>
      </defs>
      <rect width="96" height="64" fill={`url(#${gradient})`} />
      {style === "blueprint" && (
        <path
          d="M0 16H96M0 32H96M0 48H96M16 0V64M32 0V64M48 0V64M64 0V64M80 0V64"
          stroke="#2f62b5"
          strokeWidth="0.6"
        />
      )}
      {style === "pixel" ? (
        <rect x="62" y="8" width="16" height="16" fill={light} />
      ) : (
        <circle cx="70" cy="18" r="9" fill={light} stroke={ink} strokeWidth={ink ? 1.2 : 0} />
      )}
      {paths.map((d, index) => (
        <path
          key={d}
          d={d}
          fill={hills[index]}
          stroke={style === "papercut" ? "#00000030" : ink}
          strokeWidth={ink ? 1.3 : style === "papercut" ? 1.6 : 0}
        />
      ))}
    </svg>
  );
}
