import { defineTopics } from "./topic";

/** Space, light and the forces. */
export const SKY = defineTopics([
  {
    id: "moon",
    subject: "the moon",
    match: /\bmoons?\b|\blunar\b|\bapollo 11\b/i,
    lines: `
? It is the nearest world to ours, and almost everyone alive has looked at it.
> The moon circles the Earth at an average distance of about 384,000 kilometres.
> It is roughly a quarter as wide as our planet.
* The moon makes no light of its own: what we see is sunlight on grey rock.
* As it travels around us, we see more or less of its sunlit half, and we call this its phases.
~ Half of the moon is always bright, even when we see only a thin slice of it.
> It turns once for every trip around the Earth, so the same face always looks our way.
! The far side was seen by no one until a Soviet probe photographed it in 1959.
> The dark patches are plains of ancient lava, which early astronomers took for seas.
> The bright rings are craters, scars from a time of heavy bombardment.
^ Most scientists think that it formed from the debris of a collision between the young Earth and a body the size of Mars.
= In July 1969, Neil Armstrong and Buzz Aldrin walked in its fine grey dust.
= Twelve people have stood there, and their footprints may last for millions of years, for there is no wind to smooth them.
> With a sixth of Earth's gravity, an astronaut can leap in a heavy suit.
+ The moon's pull raises the tides in our oceans.
+ It also steadies the tilt of the Earth, and with it our seasons.
! Each year it drifts about four centimetres further away.
. The same moon lit the camps of the first people who ever told stories.
. Tonight it rises again, patient and silver, over all of us.`,
  },
  {
    id: "sun",
    subject: "the sun",
    match:
      /\bthe sun\b|\bsun(?:light|spots?|shine)\b|\bsolar (?:flare|storm|wind|eclipse)|\bhow (?:does|do) (?:the )?sun\b/i,
    lines: `
? Every morning a star comes up over the rooftops, so near that we forget it is a star.
> The sun is a ball of hot gas, about 109 times as wide as the Earth.
> It is mostly hydrogen and helium, the two lightest elements.
* In the sun's core, pressure and heat drive hydrogen nuclei together until they fuse into helium.
> A little mass disappears in each fusion, and returns as energy.
! About four million tonnes of matter become light every second.
^ Most of that power comes from the proton-proton chain, at roughly fifteen million degrees.
> The energy needs many thousands of years to struggle from the core to the surface.
> Then it crosses space to us in a little over eight minutes.
~ The warmth on your face left the sun only eight minutes ago.
> The surface glows at about five and a half thousand degrees Celsius.
= Dark sunspots mark places where magnetic fields hold back the heat.
= Great flares throw out charged particles, and these light the auroras near our poles.
+ Plants store its light, animals eat the plants, and even coal is sunlight put away long ago.
+ Winds blow and rivers run because the sun warms some places more than others.
! It is about four and a half billion years old, and about halfway through its life.
. It asks for nothing, and it powers nearly everything.
. One ordinary star, and a world full of life in its light.`,
  },
  {
    id: "solar-system",
    subject: "the solar system",
    match:
      /\bsolar system\b|\bplanets?\b|\bmars\b|\bjupiter\b|\bsaturn\b|\bvenus\b(?! fly)|\bneptune\b|\buranus\b/i,
    lines: `
? Eight planets circle one ordinary star, and we live on the third.
> About four and a half billion years ago, a cloud of gas and dust fell together under its own gravity.
* Most of it became the sun, and the rest flattened into a spinning disc.
> Grains in that disc stuck together, grew into rocks, and then into worlds.
> Near the sun it was hot, so only rock and metal could settle there.
> Further out ice could gather too, and the planets grew into giants.
= Mercury is small and scarred, and it hurries around the sun in eighty-eight days.
= Venus hides under thick clouds, and its ground is hot enough to melt lead.
= Mars is a cold desert, with dry river beds and the tallest known volcano.
= Jupiter is heavier than all of the other planets together.
~ More than a thousand Earths would fit inside Jupiter.
= Its red spot is a storm wider than our whole planet.
= Saturn's rings are countless pieces of ice, very wide and astonishingly thin.
= Uranus rolls around the sun on its side, and far Neptune howls with the fastest winds of all.
^ Resonances with Jupiter carve empty lanes through the asteroid belt, the Kirkwood gaps.
! Beyond them, comets wait in the dark, and now and then one falls inward and grows a tail.
+ Probes have visited every planet, and two Voyagers have left for the space between the stars.
+ Of all these worlds, only one is known to be alive.
. It is a large neighbourhood, and a very small home.
. Look up after sunset, and some of those bright points are places.`,
  },
  {
    id: "stars",
    subject: "stars",
    match:
      /\bstars\b(?! wars)|\bstar (?:form|life|birth)|\bgalax|\bsupernova|\bmilky way\b|\bthe universe\b|\bbig bang\b|\bconstellation/i,
    lines: `
? Away from the city, on a clear night, you can see a few thousand stars with nothing but your eyes.
> Each of them is a sun, so distant that it shrinks to a point.
> The nearest one beyond our own is more than four light years away.
* Stars are born in cold clouds, where gravity draws gas and dust into knots.
* As a knot shrinks it heats up, until hydrogen begins to fuse in its heart.
* From then on, two forces are in balance: gravity pulls in, and hot pressure pushes out.
~ A star spends its life balancing like an acrobat.
> Colour tells temperature: red stars are cool, yellow ones are warmer, and blue ones are the hottest.
! The biggest stars live the shortest lives, because they burn their fuel so fiercely.
> A star like ours shines for about ten billion years, swells into a red giant, and fades into a white dwarf.
> A much heavier one collapses in an instant and explodes as a supernova.
^ Fusion pays out energy only up to iron, and a core of iron has no defence left against gravity.
= In 1054, Chinese astronomers saw a new star by day, and its wreck is the Crab Nebula.
= Our galaxy, the Milky Way, holds at least a hundred billion stars.
! The calcium in your bones and the iron in your blood were made inside stars.
+ Sailors steered by them, farmers sowed by them, and children still wish on them.
+ Their light left so long ago that to look up is to look into the past.
. We are not only under the stars; we are made of them.
. Turn off the lamp, and there they are.`,
  },
  {
    id: "black-holes",
    subject: "black holes",
    match: /\bblack holes?\b|\bevent horizon\b/i,
    lines: `
? There are places in the universe where not even light can leave.
* A black hole is a great deal of matter, packed into very little space.
> Near it, gravity grows so strong that escape would need more than the speed of light.
* Its boundary is called the event horizon, and crossing it is a one-way trip.
~ Think of a river that flows faster and faster, until no fish can swim upstream.
* Many black holes are born when a massive star runs out of fuel and its core collapses.
> Others weigh millions or billions of suns, and sit in the hearts of galaxies.
= The one in the middle of our own Milky Way weighs about four million suns.
> We cannot see the hole itself, but we see what it does to its surroundings.
> Gas spirals in, rubs against itself, and glows hotter than any furnace.
> Stars swing around an empty spot, and light from behind is bent into rings.
= In 2019, telescopes across the Earth joined forces to show the shadow of one, in the galaxy M87.
= In 2015, detectors felt space itself tremble as two black holes merged.
! Time runs more slowly near one: seen from afar, a falling clock would seem almost to stop.
^ Stephen Hawking showed that they should glow faintly, and the smaller the hole the hotter the glow.
+ A black hole does not roam about like a vacuum cleaner; from a distance it pulls like any other mass.
! If the sun became one, the Earth would grow dark and cold, yet it would keep its orbit.
. They are the simplest objects we know, and the hardest to understand.
. At their edge, our best theories are still holding their breath.`,
  },
  {
    id: "gravity",
    subject: "gravity",
    match: /\bgravity\b|\bgravitation/i,
    lines: `
? Let go of an apple, and it never once falls up.
* Everything that has mass pulls on everything else, and we call that pull gravity.
> The pull grows with mass and fades with distance: twice as far away, it is a quarter as strong.
> The Earth is so massive that its pull is the one we notice.
! In fact the apple pulls on the Earth just as hard, but the Earth hardly stirs.
> Without air, a hammer and a feather fall side by side.
= On the moon in 1971, astronaut David Scott dropped both, and they landed together.
> Isaac Newton saw that the same force bends the path of the moon.
* The moon is falling all the time, but it moves sideways so fast that it keeps missing us.
~ Throw a ball hard enough, and it would fall all the way around the world.
> Albert Einstein went further: mass bends space and time, and things follow the bend.
^ In general relativity a freely falling body feels no force at all, and simply follows a geodesic.
= Clocks in satellites run at a slightly different rate, and navigation must correct for it.
+ Gravity gathers gas into stars, and rounds worlds into spheres.
+ It holds the air against the ground, and the oceans in their beds.
! Yet it is by far the weakest of the known forces: a fridge magnet beats the whole Earth.
. It is always on, it never lets go, and it builds the universe.
. All of that is hidden in a falling apple.`,
  },
  {
    id: "rockets",
    subject: "rockets and space travel",
    match:
      /\brockets?\b|\bspace (?:travel|flight|station|race|shuttle|exploration)|\bastronauts?\b|\bsatellites?\b(?! tv)/i,
    lines: `
? A white tower stands on the pad, breathing cold vapour into the morning.
* A rocket does not push against the air: it throws gas backward, and is thrown forward in return.
~ Let go of a blown-up balloon, and you have made a small rocket.
> Fuel needs oxygen to burn, and in space there is none, so a rocket carries its own.
> In the engine, the two meet and burn at thousands of degrees.
* The hot gas rushes through a bell-shaped nozzle, which turns heat into speed.
! At launch, most of a rocket's weight is propellant.
> Empty tanks are dead weight, so the rocket drops its stages as it climbs.
^ The gain in speed grows only with the logarithm of the mass ratio, which is why staging pays.
> Going up is the smaller part: to stay in orbit you must go sideways, at nearly eight kilometres a second.
= In 1957, Sputnik beeped its way around the globe, and four years later Yuri Gagarin followed.
= In 1969, a Saturn V carried three men to the moon.
= On the space station, people see about sixteen sunrises every day.
> Astronauts float there not because gravity is gone, but because they fall together with their ship.
+ Satellites forecast storms, guide ships and carry our calls.
+ Boosters that land on their tails have made launches cheaper.
. It takes a controlled explosion to leave home, and a long look back to understand it.
. Three, two, one, and the Earth lets go.`,
  },
  {
    id: "flight",
    subject: "flight",
    match:
      /\b(?:air|aero)?planes?\b|\baircraft\b|\baviation\b|\bairliners?\b|\bwings? (?:work|lift)|\bhow (?:do |does )?(?:birds?|planes?|helicopters?) (?:can )?fl(?:y|ies)|\bjet engines?\b|\bwright brothers\b|\bhistory of flight\b/i,
    lines: `
? Hundreds of tonnes of metal roll down a runway, tip up their nose, and simply leave the ground.
> Air feels like nothing, but it has weight, and it can be pushed.
* A wing is curved and slightly tilted, so that it turns the passing air downward.
* Push air down, and the air pushes the wing up: that is lift.
~ Hold a flat hand out of a moving car, tilt it, and you can feel it rise.
* At the same time the pressure above the wing falls, and the pressure below stays higher.
^ The deflected flow and the pressure difference are two descriptions of the same circulation around the wing.
> Four forces share the work: lift against weight, and thrust against drag.
> Engines give the thrust, by throwing air or hot gas backward.
> Flaps on the wings widen the curve for slow flight, when landing and taking off.
> On the tail and the wing tips, small moving surfaces tilt, turn and steady the plane.
= In December 1903, near Kitty Hawk, the Wright brothers flew for twelve seconds.
! That first flight was shorter than the wingspan of some of today's airliners.
= Birds do it all with one pair of wings, which are propeller, rudder and brake at once.
+ If a wing is tilted too far, the smooth flow breaks away, and the lift is lost: pilots call it a stall.
+ Today a traveller crosses an ocean between supper and breakfast.
. What looks like magic is a quiet bargain with the air.
. The wing pushes down, and the world falls away below.`,
  },
  {
    id: "magnets",
    subject: "magnets",
    match: /\bmagnets?\b|\bmagnetism\b|\bmagnetic field|\bcompass\b/i,
    lines: `
? Two small bars leap together across a table, and nothing seems to pass between them.
> Every magnet has two poles, a north and a south.
* Opposite poles attract each other, and equal ones push apart.
> Scatter iron filings around it, and they draw the lines of an invisible field.
~ Cut a magnet in half, and you get two smaller magnets, each with both its poles.
* The power comes from electrons, which behave like tiny spinning magnets.
> In most materials they point in all directions, and cancel each other out.
* In iron, nickel and cobalt, whole neighbourhoods of atoms line up together.
^ These neighbourhoods are magnetic domains, held in line by a quantum effect called exchange.
> Bring a magnet near, and the neighbourhoods turn to face the same way.
! Heat iron to about 770 degrees Celsius, and its magnetism disappears.
= A current in a coil of wire makes a magnet that you can switch on and off.
= Such electromagnets lift scrap cars, spin motors and ring old doorbells.
> The Earth is a magnet too, stirred by molten iron in its outer core.
= Sailors have followed the compass needle for about a thousand years.
+ Move a magnet past a wire, and a current flows: every big generator works this way.
+ Robins and sea turtles seem to feel the Earth's field, and steer by it.
. A quiet force, in a doorbell and in the heart of a planet.
. You cannot see it, but you can feel it tug.`,
  },
]);
