/** What a sentence looks like: words that name something to see, and the picture each of them calls up. */

interface Sight {
  readonly words: RegExp;
  readonly picture: string;
}

/** Ordered: the more particular sights come first. */
const SIGHTS: readonly Sight[] = [
  {
    words: /\bhigh tide|low tide|\btides?\b|\bbulge/i,
    picture: "waves climbing a wide sandy beach under the moon",
  },
  { words: /\bmoon\b|\blunar\b/i, picture: "the full moon over a dark sea" },
  { words: /\brainbow/i, picture: "a rainbow over wet green fields" },
  { words: /\blightning|\bthunder/i, picture: "lightning over a dark plain" },
  {
    words: /\bvolcano|\blava\b|\bmagma\b|\beruption|\bash\b/i,
    picture: "a volcano with glowing lava and a column of ash",
  },
  {
    words: /\bearthquake|\bground trembles|\bfault\b|\bplates\b/i,
    picture: "cracked layers of rock along a fault",
  },
  { words: /\bblack hole|\bevent horizon/i, picture: "a black disc ringed by glowing gas among stars" },
  { words: /\bgalax|\bmilky way|\bsupernova/i, picture: "a spiral galaxy in deep space" },
  {
    words: /\bplanets?\b|\bjupiter|\bsaturn|\bmars\b|\bvenus\b|\borbit/i,
    picture: "planets circling a bright sun",
  },
  { words: /\bstars?\b/i, picture: "a night sky full of stars" },
  {
    words: /\brockets?\b|\blaunch|\bastronaut|\bspace station/i,
    picture: "a rocket rising on a column of fire",
  },
  { words: /\bsatellite/i, picture: "a satellite above the curve of the Earth" },
  { words: /\bsunset|\bevening\b/i, picture: "an orange sunset over low hills" },
  { words: /\bsunrise|\bmorning\b|\bdawn\b/i, picture: "a sunrise with long shadows" },
  { words: /\bsun(?:light)?\b|\bsolar\b/i, picture: "the sun, large and golden" },
  { words: /\bsnow|\bice\b|\bglacier|\bwinter\b|\bfroze/i, picture: "a snowy mountain landscape" },
  { words: /\bstorm\b|\bblack clouds/i, picture: "storm clouds over rolling hills" },
  { words: /\brain\b|\braindrop|\bdroplet|\bcloud/i, picture: "rain falling from heavy clouds onto leaves" },
  { words: /\briver|\bstream\b|\bbridge/i, picture: "a river winding under a stone bridge" },
  { words: /\bcoral|\bfish\b|\bdeep sea|\bsea floor/i, picture: "a coral reef with fish in blue water" },
  {
    words: /\bocean|\bsea\b|\bwaves?\b|\bcoast|\bbeach|\bshore|\bharbour|\bboats?\b|\bsail/i,
    picture: "the sea with a sailing boat near the coast",
  },
  { words: /\bmountain|\bhills?\b|\bvalley/i, picture: "mountains above a green valley" },
  { words: /\bdesert|\bpyramid|\bpharaoh|\begypt/i, picture: "pyramids in a golden desert" },
  {
    words: /\brome\b|\broman|\baqueduct|\bcaesar|\bcolumns?\b/i,
    picture: "Roman arches and columns in warm light",
  },
  {
    words: /\bforest|\btrees?\b|\boak\b|\bwood\b|\broots?\b/i,
    picture: "a forest of tall trees with light falling through",
  },
  { words: /\bbees?\b|\bhive|\bhoney|\bpollen/i, picture: "a bee on a yellow flower" },
  { words: /\bflowers?\b|\bmeadow|\bgarden|\bblossom/i, picture: "a meadow full of flowers" },
  {
    words: /\bleaf\b|\bleaves\b|\bchloro|\bplants?\b|\bgreen cell/i,
    picture: "a green leaf glowing in sunlight",
  },
  {
    words: /\bdinosaur|\btyrannosaur|\bfossil|\btriceratops|\bdiplodocus/i,
    picture: "dinosaurs among giant ferns",
  },
  { words: /\bcats?\b|\bkitten|\bwhisker|\bpurr/i, picture: "a cat on a window sill" },
  { words: /\bdogs?\b|\bpuppy|\bwolf|\bwolves/i, picture: "a dog running through grass" },
  {
    words: /\bbirds?\b|\bsparrow|\bheron|\bowl\b|\bfeather|\bfinches/i,
    picture: "birds in flight against a bright sky",
  },
  { words: /\bheart\b|\bblood|\barter/i, picture: "a stylised human heart with red and blue vessels" },
  { words: /\bbrain|\bnerve|\bneuron|\bsynapse/i, picture: "a glowing network of nerve cells" },
  { words: /\bsleep|\bdream|\bnight\b/i, picture: "a sleeper by a window with a starry night" },
  { words: /\bdna\b|\bgenes?\b|\bladder, twisted|\bgenome/i, picture: "a double helix in soft blue light" },
  {
    words: /\bvirus|\bantibod|\bvaccin|\bgerm|\bwhite blood/i,
    picture: "round virus particles and Y-shaped antibodies",
  },
  { words: /\bcells?\b|\bmicrobe|\bbacteria/i, picture: "living cells seen through a microscope" },
  { words: /\bbicycl|\bcyclist|\bpedals?\b|\bhandlebar/i, picture: "a bicycle on a country road" },
  {
    words: /\bsteam|\bpiston|\blocomotive|\btrains?\b|\brailway|\brails\b/i,
    picture: "a steam locomotive crossing a viaduct",
  },
  {
    words: /\bplane|\bwings?\b|\baircraft|\bairliner|\brunway|\bflight\b|\bflying\b/i,
    picture: "an aeroplane above the clouds",
  },
  { words: /\bwind turbine|\bturbine|\bpanel/i, picture: "wind turbines and solar panels on a hill" },
  {
    words: /\bcables?\b|\brouters?\b|\binternet|\bpackets?\b|\bnetwork/i,
    picture: "a globe wrapped in glowing network lines",
  },
  {
    words: /\bcomputer|\bchip\b|\btransistor|\bprogram|\bphone/i,
    picture: "a circuit board with glowing traces",
  },
  {
    words: /\belectric|\bcurrent|\bbatter|\bvolt|\bswitch|\blamp/i,
    picture: "a light bulb glowing in a dark room",
  },
  { words: /\bmagnet|\bcompass|\biron filings/i, picture: "a horseshoe magnet with curved field lines" },
  {
    words: /\bpress\b|\bprint|\btype\b|\bbooks?\b|\bpages?\b|\bpaper\b/i,
    picture: "an old printing press with sheets of paper",
  },
  {
    words: /\bletters?\b|\bwriting|\balphabet|\bclay\b|\bpapyrus|\bhieroglyph/i,
    picture: "carved signs on a clay tablet beside a scroll",
  },
  {
    words: /\bcoins?\b|\bmoney|\bbank|\bprices?\b|\bsavers|\binflation/i,
    picture: "stacks of coins beside a market stall",
  },
  { words: /\bbread|\bdough|\bflour|\boven|\byeast|\bloaf/i, picture: "a fresh loaf on a wooden table" },
  {
    words: /\bcoffee|\bcup\b|\bespresso|\bcaffeine/i,
    picture: "a steaming cup of coffee beside roasted beans",
  },
  { words: /\bchocolate|\bcocoa|\bpods?\b/i, picture: "cocoa pods and a bar of chocolate" },
  {
    words: /\bstrings?\b|\bmusic|\bsound|\bviolin|\bflute|\bdrum|\bsong/i,
    picture: "a violin with ripples of sound",
  },
  {
    words: /\bclocks?\b|\bpendulum|\btick|\bhours?\b|\bseconds?\b|\btime\b/i,
    picture: "a large clock with visible gears",
  },
  { words: /\bcamera|\blens\b|\bphotograph|\bfilm\b/i, picture: "a vintage camera on a tripod" },
  { words: /\bballot|\bvot|\bcitizens|\belection|\bparliament/i, picture: "a ballot box in a bright hall" },
  {
    words: /\brecycl|\b(?:tin|metal|drink) cans?\b|\bcans\b|\bplastic|\bcompost|\bbin\b/i,
    picture: "sorted bins of glass, metal and paper",
  },
  {
    words: /\bcity|\bstreets?\b|\btown|\broofs?\b|\btower|\bvillage/i,
    picture: "a town of pitched roofs and lit windows",
  },
  {
    words: /\bworkbench|\btools?\b|\btable\b|\bsketch|\bdrawing/i,
    picture: "a workbench with tools and sketches",
  },
  { words: /\bmap\b|\broads?\b|\bpaths?\b/i, picture: "an old map with winding roads" },
  { words: /\bpeople|\bhands?\b|\bcrowd|\bneighbour/i, picture: "people gathered in a lively square" },
  { words: /\bearth\b|\bworld\b|\bglobe|\bcontinent/i, picture: "the Earth seen from space" },
  { words: /\bwater\b/i, picture: "clear water rippling in the light" },
  { words: /\bfire|\bflame|\bhot\b|\bheat/i, picture: "flames against the dark" },
  { words: /\bair\b|\bwind\b|\bsky\b/i, picture: "a wide blue sky with drifting clouds" },
];

/** The pictures a text calls up, in the order its words name them; may be none. */
export function picturesIn(text: string): string[] {
  const found = SIGHTS.map(({ words, picture }) => ({ picture, at: text.search(words) }))
    .filter(({ at }) => at >= 0)
    .sort((left, right) => left.at - right.at);
  return [...new Set(found.map(({ picture }) => picture))];
}

/** The clauses of a narration that are long enough to picture, each without its closing punctuation. */
export function clausesOf(narration: string): string[] {
  const clauses: string[] = [];
  for (const sentence of narration.split(/(?<=[.!?])\s+/)) {
    const parts = sentence.split(/(?<=[,;:])\s+/);
    let open = "";
    for (const part of parts) {
      open = open === "" ? part : `${open} ${part}`;
      if (open.split(" ").length >= 6) {
        clauses.push(open);
        open = "";
      }
    }
    if (open !== "" && clauses.length > 0 && parts.length > 1) clauses.push(`${clauses.pop()} ${open}`);
    else if (open !== "") clauses.push(open);
  }
  return clauses.map((clause) => clause.replace(/[\s.,;:!?]+$/, "")).filter((clause) => clause !== "");
}

/** What the film is about, from its summary: the words after "A short film about", else its telling words. */
export function subjectOfSummary(summary: string): string {
  const named = /^A short film about (.+?)(?:, in (?:one|\d+) scenes?|[.:])/i.exec(summary)?.[1];
  const subject = named?.replace(/^(?:how|why|what|where|when)\s+/i, "");
  if (subject) return subject;
  const hero = /there lived (.+?)(?: called ([\p{L}]+))?\./iu.exec(summary);
  if (hero?.[1]) return hero[1];
  return clausesOf(summary)[0] ?? "an open landscape";
}
