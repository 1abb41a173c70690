import { deflateSync } from "node:zlib";
import { createCanvas } from "@napi-rs/canvas";
import type { MediaFamily } from "../../lib/core/media-type";
import { makeClip, makeImage, makeMusic, makeSpeech } from "../fakes/media";

/** Something that must not become a part of a film, whatever it is called. */
export interface HostileMedia {
  what: string;
  family: MediaFamily;
  /** What its sender calls it. */
  called: string;
  bytes: Uint8Array;
}

const latin = (text: string) => Buffer.from(text, "latin1");

export function joined(...parts: (Uint8Array | string)[]): Uint8Array {
  const whole = Buffer.concat(parts.map((part) => (typeof part === "string" ? latin(part) : part)));
  return new Uint8Array(whole);
}

const PAGE = "<!doctype html><html><body><script>alert(document.domain)</script></body></html>";
/** Markup without any of the words that are long enough to be looked for everywhere. */
const QUIET_PAGE = "<svg onload=alert(1)></svg>";

/** A ZIP of one stored file, as `jar` and `unzip` read it; its offsets count from its own beginning. */
export function zipOf(name: string, content: string, comment = ""): Uint8Array {
  const data = latin(content);
  const title = latin(name);
  const local = Buffer.alloc(30);
  local.writeUInt32BE(0x504b0304, 0);
  local.writeUInt16LE(10, 4);
  local.writeUInt32LE(crc32(data), 14);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(data.length, 22);
  local.writeUInt16LE(title.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32BE(0x504b0102, 0);
  local.copy(entry, 6, 4, 30);
  const at = 30 + title.length + data.length;
  const end = Buffer.alloc(22);
  end.writeUInt32BE(0x504b0506, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + title.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return joined(local, title, data, entry, title, end, comment);
}

const CRC = Uint32Array.from({ length: 256 }, (_, value) => {
  let crc = value;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc >>> 0;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = (CRC[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffff_ffff) >>> 0;
}

export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const named = joined(type, data);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return joined(head, named, check);
}

const PNG_SIGNATURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A grey PNG; `size` is what its header says, `pixels` what is packed in it. */
export function pngOf(options: {
  width?: number;
  height?: number;
  pixels?: Uint8Array;
  before?: Uint8Array[];
}): Uint8Array {
  const { width = 32, height = 32, before = [] } = options;
  const pixels = options.pixels ?? new Uint8Array(height * (width + 1));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  return joined(
    PNG_SIGNATURE,
    pngChunk("IHDR", header),
    ...before,
    pngChunk("IDAT", deflateSync(pixels)),
    pngChunk("IEND", new Uint8Array()),
  );
}

/** A WAV whose header says what it is told to. */
export function wavOf(options: {
  samples?: number;
  riff?: number;
  data?: number;
  format?: number;
  between?: Uint8Array;
  behind?: Uint8Array | string;
}): Uint8Array {
  const { samples = 4_000, format = 1, between = new Uint8Array(), behind = "" } = options;
  const sound = Buffer.alloc(samples * 2);
  for (let at = 0; at < samples; at++) sound.writeInt16LE(Math.round(8_000 * Math.sin(at / 9)), at * 2);
  const head = Buffer.alloc(36);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(options.riff ?? 36 + between.length + sound.length, 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(format, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(16_000, 24);
  head.writeUInt32LE(32_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  const data = Buffer.alloc(8);
  data.write("data", 0, "latin1");
  data.writeUInt32LE(options.data ?? sound.length, 4);
  return joined(head, between, data, sound, behind);
}

export function riffChunk(id: string, data: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8);
  head.write(id, 0, "latin1");
  head.writeUInt32LE(data.length, 4);
  return joined(head, data, data.length % 2 === 1 ? new Uint8Array(1) : new Uint8Array());
}

export function box(type: string, ...parts: (Uint8Array | string)[]): Uint8Array {
  const inside = joined(...parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + inside.length, 0);
  head.write(type, 4, "latin1");
  return joined(head, inside);
}

/** A copy in which the numbers behind a four-letter name are others. */
function patched(bytes: Uint8Array, name: string, offset: number, value: number): Uint8Array {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf(latin(name));
  if (at === -1) throw new Error(`There is no ${name} to be patched.`);
  copy.writeUInt32BE(value >>> 0, at + 4 + offset);
  return new Uint8Array(copy);
}

function jpegWith(jpg: Uint8Array, marker: number, content: string): Uint8Array {
  const text = latin(content);
  const head = Buffer.from([0xff, marker, (text.length + 2) >> 8, (text.length + 2) & 0xff]);
  return joined(jpg.subarray(0, 2), head, text, jpg.subarray(2));
}

/** The scan of a JPEG, over and over: every one costs a decoder a pass over the whole picture. */
function jpegOfScans(jpg: Uint8Array, count: number): Uint8Array {
  const start = Buffer.from(jpg).indexOf(Buffer.from([0xff, 0xda]));
  const scan = jpg.subarray(start, jpg.length - 2);
  return joined(jpg.subarray(0, start), ...Array.from({ length: count }, () => scan), jpg.subarray(-2));
}

/** A JPEG that says it is as large as JPEGs can be. */
function jpegOfSize(jpg: Uint8Array, width: number, height: number): Uint8Array {
  const copy = Buffer.from(jpg);
  const at =
    [0xc0, 0xc2].map((marker) => copy.indexOf(Buffer.from([0xff, marker]))).find((found) => found > 0) ?? 0;
  copy.writeUInt16BE(height, at + 5);
  copy.writeUInt16BE(width, at + 7);
  return new Uint8Array(copy);
}

export function id3Of(content: Uint8Array | string): Uint8Array {
  const inside = joined(content);
  const size = inside.length;
  const digits = [size >> 21, size >> 14, size >> 7, size].map((part) => part & 0x7f);
  return joined("ID3", new Uint8Array([3, 0, 0, ...digits]), inside);
}

/** Playlists, scripts and other texts that make some tools open files and connections. */
const SCRIPTS: [what: string, text: string][] = [
  ["an HLS playlist", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"],
  ["an HLS playlist of a host inside", "#EXTM3U\n#EXTINF:1,\nhttp://169.254.169.254/latest/meta-data/\n"],
  ["a list to concatenate", "ffconcat version 1.0\nfile '/etc/passwd'\nduration 1\n"],
  ["an older list to concatenate", "file '/etc/passwd'\n"],
  ["a DASH manifest", '<?xml version="1.0"?><MPD><BaseURL>file:///etc/</BaseURL></MPD>'],
  ["an XSPF playlist", '<?xml version="1.0"?><playlist><location>file:///etc/passwd</location></playlist>'],
  ["a session description", "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 1 RTP/AVP 96\n"],
  ["a vector image", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  [
    "a vector image with an entity",
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
  ],
  ["a page", PAGE],
  ["MVG commands", "push graphic-context\nimage over 0,0 0,0 'https://example.com/x'\npop graphic-context\n"],
  ["a PostScript program", "%!PS-Adobe-3.0\n(/etc/passwd) (r) file\n"],
  ["a PDF", "%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF"],
  ["a shell script", "#!/bin/sh\ncurl example.com\n"],
  ["JSON", '{"image":"x"}'],
  ["JavaScript in a picture's name", "GIF89a=alert(1)//"],
];

/** Other formats by their first bytes. */
const OTHERS: [what: string, bytes: Uint8Array][] = [
  ["nothing", new Uint8Array()],
  ["one byte", new Uint8Array([0x89])],
  ["a signature alone", PNG_SIGNATURE],
  ["noise", new Uint8Array(9_000).map((_, at) => (at * 7_919 + (at >> 3)) % 251)],
  ["zeros", new Uint8Array(100_000)],
  ["an archive", zipOf("evil.html", PAGE)],
  ["a packed file", joined(new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), new Uint8Array(40))],
  ["a RAR", joined("Rar!\x1a\x07\x00", new Uint8Array(40))],
  ["a 7z", joined("7z\xbc\xaf\x27\x1c", new Uint8Array(40))],
  ["a font", joined(new Uint8Array([0, 1, 0, 0, 0, 12, 0, 128]), new Uint8Array(400))],
  ["an OpenType font", joined("OTTO", new Uint8Array(400))],
  ["a web font", joined("wOF2", new Uint8Array(400))],
  ["a GIF", joined("GIF89a", new Uint8Array([1, 0, 1, 0, 0, 0, 0, 0x3b]), new Uint8Array(20))],
  ["a GIF that is a JAR", joined("GIF89a", new Uint8Array(60), zipOf("Evil.class", "x"))],
  ["a bitmap", joined("BM", new Uint8Array(200))],
  ["a TIFF", joined("II*\0", new Uint8Array(200))],
  ["an icon", joined(new Uint8Array([0, 0, 1, 0, 1, 0]), new Uint8Array(200))],
  ["a HEIC", joined(box("ftyp", "heic\0\0\0\0mif1heic"), new Uint8Array(200))],
  ["an AVIF", joined(box("ftyp", "avif\0\0\0\0mif1avif"), new Uint8Array(200))],
  ["an AVI", joined("RIFF\xf0\0\0\0AVI LIST", new Uint8Array(240))],
  ["a Flash film", joined("FWS\x0a", new Uint8Array(200))],
  ["an ELF program", joined("\x7fELF\x02\x01\x01", new Uint8Array(200))],
  ["a Windows program", joined("MZ", new Uint8Array(500))],
  ["WebAssembly", joined("\0asm\x01\0\0\0", new Uint8Array(100))],
  ["a class file", joined(new Uint8Array([0xca, 0xfe, 0xba, 0xbe]), new Uint8Array(100))],
  ["a tape archive", joined(new Uint8Array(257), "ustar\x0000", new Uint8Array(600))],
];

const CALLED: Record<MediaFamily, readonly string[]> = {
  image: ["image/png", "image/jpeg", "image/webp"],
  audio: ["audio/wav", "audio/mpeg", "audio/ogg"],
  video: ["video/mp4", "video/webm"],
};

function whatIsNoMedium(): HostileMedia[] {
  const named = [...SCRIPTS.map(([what, text]) => [what, joined(text)] as const), ...OTHERS];
  const families: MediaFamily[] = ["image", "audio", "video"];
  return named.flatMap(([what, bytes], index) =>
    families.map((family) => {
      const names = CALLED[family];
      const called = names[index % names.length] ?? "";
      return { what: `${what} called ${called}`, family, called, bytes };
    }),
  );
}

async function pictures(): Promise<HostileMedia[]> {
  const small = { prompt: "a", width: 64, height: 48 };
  const png = await makeImage({ ...small, format: "png" });
  const jpg = await makeImage({ ...small, format: "jpg" });
  const webp = await makeImage({ ...small, format: "webp" });
  const clip = await makeClip({ ...small, seconds: 1 });
  const zip = zipOf("index.html", PAGE);
  const bomb = deflateSync(new Uint8Array(200_000_000), { level: 9 });
  const beforePixels = (type: string, data: Uint8Array) => pngOf({ before: [pngChunk(type, data)] });
  const asPng = (what: string, bytes: Uint8Array) => ({
    what,
    family: "image" as const,
    called: "image/png",
    bytes,
  });
  const asJpeg = (what: string, bytes: Uint8Array) => ({
    what,
    family: "image" as const,
    called: "image/jpeg",
    bytes,
  });
  const asWebp = (what: string, bytes: Uint8Array) => ({
    what,
    family: "image" as const,
    called: "image/webp",
    bytes,
  });
  const grown = Buffer.from(webp);
  grown.writeUInt32LE(0xffff_fff0, 4);
  const canvas = Buffer.alloc(10);
  canvas.writeUIntLE(16_383, 4, 3);
  canvas.writeUIntLE(16_383, 7, 3);
  const withChunks = (...chunks: Uint8Array[]) => {
    const inside = joined("WEBP", ...chunks, webp.subarray(12));
    const head = Buffer.alloc(8);
    head.write("RIFF", 0, "latin1");
    head.writeUInt32LE(inside.length, 4);
    return joined(head, inside);
  };
  return [
    asPng("a PNG with an archive behind it", joined(png, zip)),
    asPng(
      "a PNG with an archive behind it whose comment hides its end",
      joined(png, zipOf("a", PAGE, "x".repeat(500))),
    ),
    asPng("a PNG with an archive in a chunk", beforePixels("zzZz", zip)),
    asPng("a PNG with a page behind it", joined(png, PAGE)),
    asPng("a PNG with one byte behind it", joined(png, "x")),
    asPng("a PNG with a PNG behind it", joined(png, png)),
    asPng(
      "a PNG with a program for PHP in a text",
      beforePixels("tEXt", joined("Comment\0<?php system($_GET[0]); ?>")),
    ),
    asPng("a PNG with a page in a text", beforePixels("tEXt", joined(`Comment\0${QUIET_PAGE}`))),
    asPng(
      "a PNG with a page in a text far behind",
      beforePixels("tEXt", joined(`Comment\0${" ".repeat(300_000)}${PAGE}`)),
    ),
    asPng(
      "a PNG with a page in a packed text",
      beforePixels("zTXt", joined("Comment\0\0", deflateSync(latin(QUIET_PAGE)))),
    ),
    asPng(
      "a PNG with a PHP archive in a chunk",
      beforePixels("phAr", joined("<?='' ; __HALT_COMPILER(); ?>")),
    ),
    asPng("a PNG with a RAR in a chunk", beforePixels("raRr", joined("Rar!\x1a\x07\x00"))),
    asPng(
      "a PNG of 60 000 × 60 000 pixels",
      pngOf({ width: 60_000, height: 60_000, pixels: new Uint8Array(1_000) }),
    ),
    asPng(
      "a PNG of 2 147 483 647 × 1 pixels",
      pngOf({ width: 0x7fff_ffff, height: 1, pixels: new Uint8Array(10) }),
    ),
    asPng("a PNG without a pixel", pngOf({ width: 0, height: 0 })),
    asPng("a PNG whose few pixels unpack to 200 MB", pngOf({ pixels: new Uint8Array(200_000_000) })),
    asPng("a PNG with 200 MB in a packed text", beforePixels("zTXt", joined("Comment\0\0", bomb))),
    asPng(
      "a PNG with 200 MB in an international text",
      beforePixels("iTXt", joined("Comment\0\x01\0en\0\0", bomb)),
    ),
    asPng("a PNG with 200 MB in a colour profile", beforePixels("iCCP", joined("icc\0\0", bomb))),
    asPng(
      "a PNG with forty packed texts",
      pngOf({
        before: Array.from({ length: 40 }, () => pngChunk("zTXt", joined("C\0\0", deflateSync(latin("x"))))),
      }),
    ),
    asPng("a PNG that moves", beforePixels("acTL", new Uint8Array([0, 0, 0x27, 0x10, 0, 0, 0, 0]))),
    asPng("a PNG that breaks off", png.subarray(0, png.length - 20)),
    asPng("a PNG whose chunk is longer than it is", patched(png, "IDAT", -8, 0x7fff_fff0)),
    asPng(
      "a PNG whose pixels are noise",
      joined(
        pngOf({}).subarray(0, 33),
        pngChunk("IDAT", new Uint8Array(200).fill(7)),
        pngChunk("IEND", new Uint8Array()),
      ),
    ),
    asPng("a PNG with a PDF in its beginning", beforePixels("tEXt", joined("Comment\0%PDF-1.7"))),
    asPng("a JPEG called a PNG", jpg.subarray(0, 40)),
    asJpeg("a JPEG with an archive behind it", joined(jpg, zip)),
    asJpeg("a JPEG with a clip behind it", joined(jpg, clip)),
    asJpeg("a JPEG with a page behind it", joined(jpg, PAGE)),
    asJpeg("a JPEG with a page in a comment", jpegWith(jpg, 0xfe, PAGE)),
    asJpeg(
      "a JPEG with a page in a comment far behind",
      jpegWith(jpg, 0xfe, `${" ".repeat(20_000)}${QUIET_PAGE}`),
    ),
    asJpeg(
      "a JPEG with a program for PHP in its EXIF",
      jpegWith(jpg, 0xe1, `Exif\0\0${" ".repeat(2_000)}<?php echo 1; ?>`),
    ),
    asJpeg(
      "a JPEG with an archive in a comment at its end",
      joined(jpg.subarray(0, 2), jpegWith(jpg, 0xfe, Buffer.from(zip).toString("latin1")).subarray(2)),
    ),
    asJpeg("a JPEG of 65 500 × 65 500 pixels", jpegOfSize(jpg, 65_500, 65_500)),
    asJpeg("a JPEG without a height", jpegOfSize(jpg, 64, 0)),
    asJpeg("a JPEG of a thousand scans", jpegOfScans(jpg, 1_000)),
    asJpeg("a JPEG of two pictures", joined(jpg, jpg)),
    asJpeg("a JPEG that breaks off", jpg.subarray(0, jpg.length - 40)),
    asWebp("a WebP with an archive behind it", joined(webp, zip)),
    asWebp(
      "a WebP with a page in its XMP",
      withChunks(riffChunk("XMP ", latin(`${" ".repeat(2_000)}${QUIET_PAGE}`))),
    ),
    asWebp("a WebP that moves", withChunks(riffChunk("ANIM", new Uint8Array(6)))),
    asWebp("a WebP of 16 384 × 16 384 pixels", withChunks(riffChunk("VP8X", canvas))),
    asWebp("a WebP that says it is longer than it is", new Uint8Array(grown)),
    asWebp("a WebP that breaks off", webp.subarray(0, webp.length - 30)),
  ];
}

async function sounds(): Promise<HostileMedia[]> {
  const wav = makeSpeech("Hello there.");
  const mp3 = await makeMusic("calm", 1);
  const zip = zipOf("index.html", PAGE);
  const asWav = (what: string, bytes: Uint8Array) => ({
    what,
    family: "audio" as const,
    called: "audio/wav",
    bytes,
  });
  const asMp3 = (what: string, bytes: Uint8Array) => ({
    what,
    family: "audio" as const,
    called: "audio/mpeg",
    bytes,
  });
  const frames = mp3.subarray(10 + (mp3[9] ?? 0));
  return [
    asWav("a WAV that claims four gigabytes", wavOf({ riff: 0xffff_fff0, data: 0xffff_ff00 })),
    asWav("a WAV whose sound claims four gigabytes", wavOf({ data: 0xffff_ff00 })),
    asWav("a WAV with a page behind it", wavOf({ behind: PAGE })),
    asWav("a WAV with an archive behind it", joined(wav, zip)),
    asWav(
      "a WAV with a page in a chunk",
      wavOf({ between: riffChunk("LIST", latin(`INFO${" ".repeat(2_000)}${QUIET_PAGE}`)) }),
    ),
    asWav("a WAV with an archive in a chunk at its end", wavWithTail(wav, zip)),
    asWav("a WAV without sound", wavOf({ samples: 0 })),
    asWav("a WAV of a kind nobody knows", wavOf({ format: 0x7777 })),
    asWav("a WAV of two sounds", wavOf({ between: riffChunk("data", new Uint8Array(100)) })),
    asWav("a WAV that breaks off", wav.subarray(0, wav.length - 100)),
    asWav("an MP3 called a WAV", joined("RIFF", mp3)),
    asMp3("a tag with a page and no sound", id3Of(PAGE)),
    asMp3(
      "a tag with a page before the sound",
      joined(id3Of(`TIT2${" ".repeat(2_000)}${QUIET_PAGE}`), frames),
    ),
    asMp3(
      "a tag that claims 256 MB",
      joined("ID3", new Uint8Array([3, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f]), frames),
    ),
    asMp3("an MP3 with an archive behind it", joined(mp3, zip)),
    asMp3("an MP3 with a page behind it", joined(mp3, PAGE)),
    asMp3("an MP3 with a page amidst its frames", joined(mp3, PAGE, frames)),
    asMp3("an MP3 of one frame", frames.subarray(0, 313)),
    asMp3(
      "an MP3 of noise behind a frame's head",
      joined(frames.subarray(0, 4), new Uint8Array(5_000).fill(0xaa)),
    ),
    {
      what: "an Ogg of nothing",
      family: "audio",
      called: "audio/ogg",
      bytes: joined("OggS", new Uint8Array(40)),
    },
    {
      what: "an Ogg with a page behind it",
      family: "audio",
      called: "audio/ogg",
      bytes: joined("OggS\0\x02", new Uint8Array(21), PAGE),
    },
    {
      what: "a FLAC of nothing",
      family: "audio",
      called: "audio/flac",
      bytes: joined("fLaC\x80\0\0\x22", new Uint8Array(34), PAGE),
    },
  ];
}

function wavWithTail(wav: Uint8Array, tail: Uint8Array): Uint8Array {
  const whole = Buffer.from(joined(wav, riffChunk("LIST", tail)));
  whole.writeUInt32LE(whole.length - 8, 4);
  return new Uint8Array(whole);
}

async function clips(): Promise<HostileMedia[]> {
  const mp4 = await makeClip({ prompt: "a", width: 64, height: 48, seconds: 1 });
  const zip = zipOf("index.html", PAGE);
  const count = 1_000_000_000;
  const as = (what: string, bytes: Uint8Array, called = "video/mp4") => ({
    what,
    family: "video" as const,
    called,
    bytes,
  });
  const uniform = Buffer.alloc(12);
  uniform.writeUInt32BE(1, 4);
  uniform.writeUInt32BE(count, 8);
  const run = Buffer.alloc(8);
  run.writeUInt32BE(count, 4);
  const deep = (inside: Uint8Array) =>
    box("moov", box("trak", box("mdia", box("minf", box("stbl", inside)))));
  const start = box("ftyp", "isom\0\0\x02\0isomiso2mp41");
  return [
    as("an MP4 of a thousand million samples", patched(mp4, "stsz", 8, count)),
    as(
      "an MP4 of a thousand million samples of one size",
      joined(start, deep(box("stsz", uniform)), box("mdat", "x")),
    ),
    as("an MP4 whose one entry lasts a thousand million samples", patched(mp4, "stts", 8, count)),
    as(
      "an MP4 whose fragment has a thousand million samples",
      joined(mp4, box("moof", box("traf", box("trun", run)))),
    ),
    as("an MP4 whose table claims more than it holds", patched(mp4, "stco", 4, count)),
    as("an MP4 with a packed index", joined(start, box("moov", box("cmov", "x")), box("mdat", "x"))),
    as("an MP4 without an index", joined(start, box("mdat", new Uint8Array(400)))),
    as("an MP4 of two indices", joined(mp4, deep(new Uint8Array()))),
    as("an MP4 with an archive behind it", joined(mp4, zip)),
    as("an MP4 with an archive in a box at its end", joined(mp4, box("free", zip))),
    as("an MP4 with a page behind it", joined(mp4, PAGE)),
    as("an MP4 with a page in a box", joined(mp4, box("free", QUIET_PAGE))),
    as(
      "an MP4 with a script among its frames",
      joined(mp4, box("mdat", "<script src=//example.com></script>")),
    ),
    as("an MP4 that breaks off", mp4.subarray(0, mp4.length - 100)),
    as(
      "an MP4 with a playlist for frames",
      joined(start, box("moov", new Uint8Array(8)), box("mdat", "#EXTM3U\nfile:///etc/passwd\n")),
    ),
    as("a QuickTime film", joined(box("ftyp", "qt  \0\0\0\0qt  "), mp4.subarray(32))),
    as(
      "a WebM of nothing",
      joined(new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, 0x80]), new Uint8Array(40)),
      "video/webm",
    ),
    as(
      "a Matroska film",
      joined(
        new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, 0x8b, 0x42, 0x82, 0x88]),
        "matroska",
        new Uint8Array(40),
      ),
      "video/webm",
    ),
    as(
      "a WebM with a file attached",
      joined(
        new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84]),
        "webm",
        new Uint8Array([0x18, 0x53, 0x80, 0x67, 0x85, 0x19, 0x41, 0xa4, 0x69, 0x80]),
      ),
      "video/webm",
    ),
  ];
}

/** Everything that must not be accepted, from nobody. */
export async function hostileMedia(): Promise<HostileMedia[]> {
  return [...whatIsNoMedium(), ...(await pictures()), ...(await sounds()), ...(await clips())];
}

/** A picture as large as one may be, which is one colour. */
export function largestPicture(): Uint8Array {
  return new Uint8Array(createCanvas(7_900, 5_000).toBuffer("image/png"));
}
