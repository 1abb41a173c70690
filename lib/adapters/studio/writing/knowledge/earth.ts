import { defineTopics } from "./topic";

/** Earth, water and weather. */
export const EARTH = defineTopics([
  {
    id: "tides",
    subject: "tides",
    match: /\btides?\b|\btidal\b/i,
    lines: `
? Twice a day, on most coasts of the world, the sea climbs the beach and then slips quietly away again.
? Boats that floated at breakfast lie tilted in the mud by lunch.
* The cause hangs in the sky above: it is the moon.
* The moon's gravity pulls on the whole Earth, but hardest on the side that faces it.
* There, the ocean is drawn toward the moon and heaps up into one long bulge.
~ Think of the moon as a gentle magnet for the sea.
> On the far side of the Earth a second bulge rises, because the moon's pull is weakest there and the water is left behind.
^ What matters is the difference in pull across the Earth, which falls off with the cube of the distance.
* As the Earth turns, each coastline is carried through one bulge and then the other.
* Inside a bulge the tide is high, and between the bulges it is low.
> The moon moves along its orbit meanwhile, so the tides come about fifty minutes later every day.
> The sun joins in too, with a little less than half the moon's effect.
= At new moon and full moon, sun and moon pull along one line, and the spring tides climb highest.
= A week later they pull at right angles, and the mild neap tides barely move.
! In Canada's Bay of Fundy, the funnel of the coast lifts the water by as much as sixteen metres.
= In the Mediterranean, a nearly closed sea, the tide is often too small to notice.
^ Coastlines and the depth of the basin make the water slosh in rhythm, so real tides differ greatly from the simple picture.
+ Between the tide lines live crabs, mussels and anemones that must survive both drowning and drying.
+ Harbours print tide tables, because a captain must know when there will be water under the keel.
! Tides also rub against the sea floor, and that friction makes our days longer, by about two thousandths of a second each century.
. So the next time a wave reaches for your shoes, look up.
. The moon has come to visit, and the whole sea has risen to meet it.`,
  },
  {
    id: "rain",
    subject: "rain and the water cycle",
    match:
      /\brain(?!bow)(?:s|ing|fall|drops?)?\b|\bwater cycle\b|\bclouds?\b(?! (?:comput|stor|serv))|\bwhere does water\b|\bevaporat|\bsnow/i,
    lines: `
? A drop of rain lands on a leaf, and its journey seems to be over.
? In truth that drop has been travelling since long before there were leaves.
* Sunlight warms the sea, and the quickest molecules of water break free into the air.
> This is evaporation, and it lifts fresh water while leaving the salt behind.
> Plants add to it, breathing moisture out through tiny pores in their leaves.
> Warm, damp air rises, spreads out and cools as it climbs.
* Cool air can hold less vapour, so the water gathers on specks of dust, salt or pollen.
~ Millions of tiny droplets float together, and we call them a cloud.
> A cloud droplet is so small that the slightest upward breeze keeps it afloat.
> Droplets bump and merge, or freeze into crystals that grow at their neighbours' expense.
^ In cold clouds, ice crystals grow by drawing vapour from supercooled droplets, the Bergeron process.
* When the droplets become too heavy for the rising air, they fall.
! A falling raindrop is not a teardrop at all: air flattens it into the shape of a tiny bun.
= Mountains force air upward, so one slope is green with rain while the far side lies dry.
= The water that lands runs into streams, soaks into the soil, or waits for centuries in ice.
+ Rivers carry it home to the sea, shaping valleys on the way.
+ All of our drinking water depends on this loop, which never stops turning.
! A molecule of water spends only about nine days in the air before it comes down again.
. The rain on the window tonight has been ocean, cloud and river many times before.
. Nothing is lost: it only changes its address.`,
  },
  {
    id: "volcanoes",
    subject: "volcanoes",
    match: /\bvolcano|\blava\b|\bmagma\b|\beruption/i,
    lines: `
? A mountain smokes, the ground trembles, and people look up from their work.
? Beneath the quiet slope, melted rock is looking for a way out.
* Deep in the Earth it is hot enough to melt rock, but the pressure usually keeps it solid.
> Where the great plates of the crust pull apart, the pressure drops and rock melts.
> Where one plate dives beneath another, it carries water down, and water lowers the melting point.
~ Melted rock underground is called magma, and once it reaches the open air its name is lava.
* Magma is lighter than the solid rock around it, so it rises and collects in chambers.
> Dissolved in it are gases, mostly water vapour and carbon dioxide.
> As the magma climbs, those gases form bubbles, just as they do in an opened bottle of lemonade.
^ Silica decides the temper of the eruption: the more of it, the stiffer the melt and the harder for gas to escape.
> Runny lava lets the gas escape and flows out in glowing rivers.
* Sticky lava traps the gas until the mountain bursts in a column of ash.
= On Hawaii, fountains of orange rock build broad, gentle mountains shaped like shields.
= In the year 79, Vesuvius buried Pompeii under ash, and kept its streets for us to walk today.
! In 1815, Tambora in Indonesia threw so much haze into the sky that the next year was called the year without a summer.
+ Yet volcanic ash weathers into some of the most fertile soil on the planet.
+ Whole islands, from Iceland to Hawaii, are gifts of fire from below.
= Scientists listen for tiny quakes, measure swelling slopes and sniff the gas to warn of what is coming.
. A volcano reminds us that the ground is only the cool skin of a hot world.
. Underneath, the planet is still at work.`,
  },
  {
    id: "earthquakes",
    subject: "earthquakes",
    match: /\bearthquake|\bseismic|\bplate tectonics|\btectonic/i,
    lines: `
? The lamps begin to swing, the cups rattle, and for a few seconds the ground forgets to be solid.
* The Earth's outer shell is broken into great plates, like the cracked shell of an egg.
> They drift a few centimetres a year, about as fast as fingernails grow.
* Where two plates meet, rough edges of rock lock together, while the plates keep pushing.
> The rock bends, year after year, and stores the strain like a drawn bow.
* One day the fault slips, and centuries of patience are released in a moment.
~ Imagine pushing a heavy box that will not move, until suddenly it does.
> The place where it starts, deep below, is the focus, and the point above it is the epicentre.
> Waves race outward: first a quick push and pull, then a slower shaking from side to side.
^ The first arrivals are compressional P waves, and the shear waves that follow cannot cross the liquid outer core.
= From the delay between the two, a seismograph can tell how far away the quake was.
> Each step of magnitude means roughly thirty-two times more energy.
! Instruments record hundreds of thousands of quakes a year, and most of them pass without anyone noticing.
= On San Francisco's faults and along Japan's coast, shaking is part of every building plan.
= A sea floor that jumps can lift the ocean above it, and send a tsunami across the water.
+ Flexible frames, braced walls and rubber bearings let a tower sway instead of break.
+ No one can yet name the day of the next great quake, but good building saves lives on any day.
. The ground beneath us moves slowly, and now and then all at once.
. To live well on a restless planet is to build for it.`,
  },
  {
    id: "rainbows",
    subject: "rainbows",
    match: /\brainbows?\b/i,
    lines: `
? The storm moves off, the sun breaks through, and a ribbon of colour stands over the fields.
> To see a rainbow you need the sun behind you and rain in front of you.
* White sunlight looks plain, yet it carries every colour mixed together.
* When a ray enters a raindrop it slows and bends, and each colour bends by a slightly different amount.
> Violet turns the most and red the least, so the colours begin to part.
* Inside the drop, the light bounces off the back wall like a ball off a mirror.
> On its way out it bends again, and the colours fan out still further.
~ Every raindrop is a tiny crystal ball, painting with sunlight.
> Red leaves the drop at an angle of about forty-two degrees, and violet at about forty.
> Each drop sends only one of its colours to your eye, so it takes millions of drops to paint the bow.
^ Light crowds together near the angle of minimum deviation, which is why the bow is bright and its edge is sharp.
! No two people see quite the same rainbow, because each pair of eyes stands in a different place.
= From an aeroplane the bow can be a full circle, with nothing below to cut it off.
= Sometimes light bounces twice, and a fainter second bow appears with its colours reversed.
+ Garden sprinklers, waterfalls and sea spray can make the same colours on any sunny day.
+ Newton split sunlight with a prism and showed that the colours had been in it all along.
. You can never walk to its end, for the rainbow moves as you do.
. It is not a place at all, but a meeting of sun, rain and eye.`,
  },
  {
    id: "lightning",
    subject: "lightning and thunder",
    match: /\blightning\b(?! (?:network|cable|fast))|\bthunder/i,
    lines: `
? The sky darkens, the air goes still, and then a crack of light splits the clouds.
* Inside a thundercloud, ice crystals and soft hail collide in the rising wind.
> Each collision moves a little electric charge from one to the other.
> Light crystals ride up to the top, heavier pellets sink, and the cloud becomes a giant battery.
> Air is a poor conductor, so the tension grows to hundreds of millions of volts.
> A dim, branching path feels its way down in steps, each some fifty metres long.
* When the first faint channel nears the ground, a spark leaps up to meet it, and the circuit closes.
> The flash we see is a current of tens of thousands of amperes, racing along that path.
! It heats the air to about thirty thousand degrees, several times hotter than the surface of the sun.
* The air expands with a violent jerk, and that shock is the thunder.
~ Light arrives at once, but sound takes about three seconds for every kilometre.
= Count the seconds between flash and rumble, divide by three, and you know the distance in kilometres.
= Around the world, lightning flashes some forty times every second.
^ Most strokes lower negative charge, but the rarer positive ones come from the anvil and carry more energy.
+ A lightning rod, Benjamin Franklin's idea, offers the current a safe road into the earth.
+ Lightning even fertilises fields, by binding nitrogen from the air into the rain.
. When you hear it, go indoors, and let the show go on without you.
. A storm is only the sky settling its accounts.`,
  },
  {
    id: "sky-blue",
    subject: "the blue of the sky",
    match: /\bsky\b.*\bblue\b|\bblue\b.*\bsky\b|\bsunsets?\b.*\b(?:red|orange|colou?r)|\bsky\b.*\bcolou?r/i,
    lines: `
? Look up at noon on a clear day: where does all that blue come from?
> Sunlight looks white, but every colour of the rainbow is folded into it.
* On its way down, sunlight meets the molecules of the air, mostly nitrogen and oxygen.
> These molecules are far smaller than a wave of light, and they scatter it in all directions.
* Air scatters short waves of light much more strongly than long ones.
^ The scattering grows with the fourth power of the frequency, a law named after Lord Rayleigh.
> Blue light is thrown about the sky, while red light travels almost straight on.
* So from every direction, some blue light finds its way to your eye.
~ It is as if the air were playing ball with blue, and letting red run by.
! Violet is scattered even more, but the sun sends less of it and our eyes are less sensitive to it.
= At sunset, the light crosses much more air, and most of the blue is lost along the way.
= What remains is orange and red, and the clouds catch it like a screen.
= On Mars, fine dust turns the day butterscotch and the sunset blue.
+ On the airless moon, the sky is black even when the sun is up.
+ The colour overhead tells us that we live at the bottom of an ocean of air.
. Blue is not painted on the sky; it is sunlight, caught in passing.
. And every evening, the same air paints the opposite picture.`,
  },
  {
    id: "seasons",
    subject: "the seasons",
    match: /\bseasons?\b(?! \d)|\bwinter\b.*\bsummer\b|\bequinox|\bsolstice/i,
    lines: `
? The same tree stands bare in January and heavy with leaves in July, so what has changed?
> It is tempting to think that summer brings us nearer to the sun.
! In fact the Earth is closest to the sun in early January.
* The secret is a tilt: our planet leans by about twenty-three and a half degrees.
> The axis keeps pointing the same way while the Earth travels around the sun.
* For half the year the north leans toward the sun, and for the other half it leans away.
> When your half leans in, the sun climbs high, and its light falls steeply on the ground.
* Steep light is concentrated, while slanting light spreads thin, like butter over too much bread.
> The days grow longer as well, so the ground has more time to warm.
~ When it is summer in Canada, children in Australia are wearing their winter coats.
= At the solstice, near the pole, the midnight sun never sets at all.
= At the equinox, day and night share the clock almost equally everywhere.
^ Oceans store heat, so the warmest weeks lag the longest day by a month or more.
+ Seeds, birds and bears all keep time by the changing length of the day.
+ Harvests, holidays and calendars grew from this slow nod of the planet.
. The seasons are what a tilted world feels like from the inside.
. Lean a little, travel far, and everything changes.`,
  },
  {
    id: "climate",
    subject: "the changing climate",
    match: /\bclimate\b|\bglobal warming\b|\bgreenhouse (?:gas|effect)/i,
    lines: `
? Weather is what you meet outside today; climate is what you have learned to expect.
> Sunlight passes through the air and warms the land and the sea.
* The warm ground sends heat back out as infrared light, which our eyes cannot see.
* Some gases, chiefly water vapour, carbon dioxide and methane, catch part of that heat.
> This natural greenhouse keeps the Earth about thirty degrees warmer than it would otherwise be.
~ It works like a blanket, and a blanket can be too thick.
* Coal, oil and gas are ancient carbon, and burning them returns it to the air.
> Since the middle of the eighteenth century, carbon dioxide has risen by about half.
> The world has warmed by more than one degree Celsius since the late nineteenth century.
^ Each doubling of carbon dioxide adds nearly four watts per square metre before feedbacks begin to act.
= Glaciers shrink, and bubbles trapped in old ice tell us what the air was like before.
= Warm water takes up more room, so the seas rise even before the ice melts.
= Warmer air holds more vapour, and heavy rain grows heavier.
+ A small change in the average shifts heat waves, harvests and coastlines.
! More than nine tenths of the extra heat has gone into the ocean.
+ Sun, wind, better buildings and living forests all lower the amount of carbon we add.
. The climate answers to physics, and part of that physics is now in our hands.
. What we add today, people will live with for a very long time.`,
  },
  {
    id: "ocean",
    subject: "the ocean",
    match: /\boceans?\b|\bdeep sea\b|\bcoral|\bseas?\b(?= (?:life|water|floor|level))/i,
    lines: `
? From space, our home is mostly blue, and we have named it after the dry part.
> The ocean covers about seventy-one per cent of the Earth.
> On average it is more than three and a half kilometres deep.
* Sunlight fades quickly with depth, and below two hundred metres there is little left.
> Drifting specks called phytoplankton live in that bright upper layer and feed almost everything else.
! Those tiny drifters make roughly half of the oxygen produced on Earth each year.
* Winds push the surface into great turning currents.
> Cold, salty water sinks near the poles and creeps along the sea floor for centuries.
^ This overturning circulation is driven by differences of temperature and salt, and by the wind.
= The Gulf Stream carries tropical warmth far across the Atlantic.
= In the Mariana Trench the bottom lies almost eleven kilometres down.
= There, fish glow, drift and wait in water just above freezing.
~ Some animals down there carry their own lanterns.
= Coral reefs cover a tiny part of the sea floor, yet shelter about a quarter of all marine species.
+ The sea soaks up heat and carbon, and so it steadies our weather.
+ Most of the sea floor has still been mapped only coarsely.
. We live on the shore of a world that we have barely begun to see.
. Every breath you take is partly a gift of the sea.`,
  },
  {
    id: "recycling",
    subject: "recycling",
    match: /\brecycl|\bplastic (?:waste|pollution)|\brubbish\b|\bgarbage\b|\bcompost/i,
    lines: `
? A can rattles into the bin, and most of us never think of it again.
> For the metal, that is the start of another life.
> Trucks bring the mix to a hall full of belts, magnets and blowing air.
* Magnets lift out the steel, and whirling magnetic fields throw the aluminium sideways.
> Cameras recognise kinds of plastic by the light they reflect, and air jets sort them in flight.
~ It is the biggest sorting game you have ever seen.
> Paper is stirred into water until it becomes a grey soup of fibres, then pressed flat again.
* Glass is crushed, melted and poured into new bottles.
= Aluminium made from old cans needs about five per cent of the energy of new metal.
! Glass and metal can be melted again and again, without wearing out.
> Paper fibres grow shorter each time, and last only for a handful of rounds.
> Plastic is harder, because many kinds do not mix and heat weakens their long chains.
^ Only a small share of all the plastic ever made has been recycled, most estimates say under a tenth.
= Peelings and leaves need no factory: in a compost heap, microbes turn them into soil.
+ The best order is an old one: use less, use again, and only then recycle.
+ Rinsing a jar and keeping batteries out of the bin make the whole chain work better.
. Nature wastes almost nothing, and we are learning to keep up.
. What you throw away is only somewhere else.`,
  },
]);
