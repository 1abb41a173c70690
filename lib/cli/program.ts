import { Command } from "commander";
import type { CliContext } from "./context";
import type { ExitCode } from "./exit";
import { collected } from "./inputs/selection";
import { versionOf } from "./version";

type Flags = Record<string, unknown>;

/**
 * The command `reelgraph` with its subcommands. What a subcommand needs is imported when it is called: `--help` and
 * `plan` must not wait for the code of a server.
 */
export async function createProgram(options: {
  context: CliContext;
  argv: readonly string[];
  setExitCode: (code: ExitCode) => void;
}): Promise<Command> {
  const { context, argv, setExitCode } = options;
  const withInputs = await inputFlags(argv);
  const program = new Command("reelgraph")
    .description("A prompt becomes a narrated video; every later edit buys again only what it changed.")
    .version(versionOf(context.root), "-V, --version")
    .exitOverride()
    .showHelpAfterError("(reelgraph --help shows what there is)")
    .configureOutput({
      writeOut: (text) => context.print(text),
      writeErr: (text) => void process.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error:/, context.talkStyle.bad("error:"))),
    });
  const finish = async (work: Promise<ExitCode>): Promise<void> => setExitCode(await work);

  withInputs(withServer(program.command("generate")))
    .description("make a video from a prompt, and bring its files here")
    .argument("[prompt]", "what the video is about")
    .option("--max-cost <dollars>", "refuse to start if it could cost more")
    .option("--output <dir>", "where the files go (default: reelgraph-video/<slug>-<id>)")
    .option("--dry-run", "show the plan and its price; start nothing")
    .action(async (prompt: string | undefined, flags: Flags) => {
      const { generate } = await import("./commands/generate");
      await finish(generate({ context, prompt, flags }));
    });

  withSelection(withInputs(program.command("plan")))
    .description("show what a generation would do and cost; no server, nothing written")
    .argument("[prompt]", "what the video is about")
    .option(
      "--video <id>",
      "an existing video instead, by its server; inputs given here are tried, not saved",
    )
    .option("--scope <selector>", "plan only this, e.g. segment=1; repeatable", collected)
    .option("--inputs-jsonl <file>", "many inputs, one JSON object a line; - is stdin")
    .option("--json-lines", "print one plan a line")
    .option("--url <address>", "a server elsewhere, for --video")
    .option("--json", "print data on stdout")
    .action(async (prompt: string | undefined, flags: Flags) => {
      const { plan } = await import("./commands/plan");
      await finish(plan({ context, prompt, flags }));
    });

  withSelection(withServer(program.command("regen")))
    .description("edit a video and make again what that calls for, and nothing else")
    .argument("<video>", "video id")
    .option(
      "--set <Name=value>",
      "change an input first, e.g. --set ImageStyle=watercolor; repeatable",
      collected,
    )
    .option("--max-cost <dollars>", "refuse to start if it could cost more")
    .option("--output <dir>", "where the files go (default: reelgraph-video/<slug>-<id>)")
    .option("--dry-run", "show the plan and its price; save and start nothing")
    .action(async (videoId: string, flags: Flags) => {
      const { regen } = await import("./commands/regen");
      await finish(regen({ context, videoId, flags }));
    });

  withServer(program.command("bring"))
    .description("put a picture, sound, clip or text of your own in the place of what is generated")
    .argument("<video>", "video id")
    .argument("<artifact>", "its name, e.g. 'SegmentImageAsset[1][0]', Music or VideoTitle")
    .argument("[file]", "PNG, JPEG, WebP; WAV, MP3, Ogg; MP4, WebM; or text")
    .option("--type <media-type>", "what the file is (default: by its name)")
    .option("--take-back", "let what was generated stand there again")
    .action(async (videoId: string, artifact: string, file: string | undefined, flags: Flags) => {
      const { bring } = await import("./commands/bring");
      await finish(bring({ context, videoId, artifact, file, flags }));
    });

  withServer(program.command("why"))
    .description("say why an artifact is out of date, or what made it")
    .argument("<video>", "video id")
    .argument("<artifact>", "its name, e.g. 'SegmentImageAsset[1][0]'")
    .action(async (videoId: string, artifact: string, flags: Flags) => {
      const { why } = await import("./commands/why");
      await finish(why({ context, videoId, artifact, flags }));
    });

  withServer(program.command("status"))
    .description("list the videos, or show one")
    .argument("[video]", "video id")
    .option("--dirty", "only videos with something to make again")
    .action(async (videoId: string | undefined, flags: Flags) => {
      const { status } = await import("./commands/status");
      await finish(status({ context, videoId, flags }));
    });

  withServer(program.command("watch"))
    .description("follow a run to its end")
    .argument("<run>", "run id")
    .action(async (runId: string, flags: Flags) => {
      const { watch } = await import("./commands/watch");
      await finish(watch({ context, runId, flags }));
    });

  withServer(program.command("cancel"))
    .description("end a run; what is finished is kept")
    .argument("<run>", "run id")
    .action(async (runId: string, flags: Flags) => {
      const { cancel } = await import("./commands/cancel");
      await finish(cancel({ context, runId, flags }));
    });

  withServer(program.command("export"))
    .description("bring a video's MP4, or all its files, here")
    .argument("<video>", "video id")
    .option("--mp4", "the film (default)")
    .option("--tree <dir>", "every file under its plain name; import reads it back")
    .option("--output <path>", "file or directory of the MP4")
    .action(async (videoId: string, flags: Flags) => {
      const { exportVideo } = await import("./commands/export");
      await finish(exportVideo({ context, videoId, flags }));
    });

  program
    .command("import")
    .description(
      "take in a directory that export --tree made, as a video of this installation (no server may run)",
    )
    .argument("<dir>", "the directory")
    .option("--json", "print data on stdout")
    .action(async (directory: string, flags: Flags) => {
      const { importTreeFrom } = await import("./commands/import");
      await finish(importTreeFrom({ context, directory, flags }));
    });

  withRemote(program.command("push"))
    .description("bring a bucket to where this installation is: a video's objects, then its pointer")
    .argument("<video>", "video id")
    .option("--to <address>", "s3://bucket/folder (default: REELGRAPH_REMOTE, else S3_BUCKET)")
    .option("--discard-edits", "although there are edits there that no run has taken up")
    .action(async (videoId: string, flags: Flags) => {
      const { push } = await import("./commands/push");
      await finish(push({ context, videoId, flags }));
    });

  withRemote(program.command("pull"))
    .description("bring this installation to where a bucket is; the video is made known here")
    .argument("<video>", "video id")
    .option("--from <address>", "s3://bucket/folder (default: REELGRAPH_REMOTE, else S3_BUCKET)")
    .action(async (videoId: string, flags: Flags) => {
      const { pull } = await import("./commands/pull");
      await finish(pull({ context, videoId, flags }));
    });

  withServer(program.command("verify"))
    .description("check that database and objects agree (exit code 3 if not)")
    .argument("[video]", "video id")
    .option(
      "--repair",
      "write anew what the database knows all of; what is lost is made again by the next regen",
    )
    .action(async (videoId: string | undefined, flags: Flags) => {
      const { verify } = await import("./commands/verify");
      await finish(verify({ context, videoId, flags }));
    });

  withServer(program.command("reindex"))
    .description(
      "make the database's rows of videos anew from their objects (exit code 3 if one is not whole)",
    )
    .argument("[video]", "video id")
    .action(async (videoId: string | undefined, flags: Flags) => {
      const { reindex } = await import("./commands/reindex");
      await finish(reindex({ context, videoId, flags }));
    });

  program
    .command("backup")
    .description("write database and objects to one file (no server may run with the embedded database)")
    .argument("<file>", "a new file, such as reelgraph.tar.gz")
    .option("--json", "print data on stdout")
    .action(async (file: string, flags: Flags) => {
      const { backup } = await import("./commands/backup");
      await finish(backup({ context, file, flags }));
    });

  program
    .command("restore")
    .description("make a backup this installation, which has to be empty (exit code 3 if it is damaged)")
    .argument("<file>", "what backup wrote")
    .option("--json", "print data on stdout")
    .action(async (file: string, flags: Flags) => {
      const { restore } = await import("./commands/restore");
      await finish(restore({ context, file, flags }));
    });

  withServer(program.command("clean"))
    .description("put away what nothing names any more, and delete what has been in the trash long enough")
    .option("--dry-run", "say what would be done, and do nothing")
    .action(async (flags: Flags) => {
      const { clean } = await import("./commands/clean");
      await finish(clean({ context, flags }));
    });

  const limits = program
    .command("limits")
    .description("what may be spent and is, and how much providers are asked for at a time");
  withServer(limits.command("show", { isDefault: true }))
    .description("show them (default)")
    .action(async (flags: Flags) => {
      const { showLimits } = await import("./commands/limits");
      await finish(showLimits({ context, flags }));
    });
  withServer(limits.command("set"))
    .description("set ceilings; runs under way keep what they have set aside")
    .option("--month <dollars>", "what all runs of a month may cost; default: what the deployment says")
    .option("--requests <provider=number>", "under way at a time, or none; repeatable", collected)
    .option("--video <id>", "with --total: a video instead")
    .option("--total <dollars>", "what all its runs together may cost; none: no ceiling of its own")
    .action(async (flags: Flags) => {
      const { setLimits } = await import("./commands/limits");
      await finish(setLimits({ context, flags }));
    });

  const credentials = program
    .command("credentials")
    .description("the workspace's own keys of providers; they are used instead of the deployment's");
  withServer(credentials.command("set"))
    .description("give it one, or another; asked for, or read from stdin, never an argument")
    .argument("<provider>", "openai or replicate")
    .option("--base-url <address>", "with openai: a compatible server, with /v1")
    .action(async (provider: string, flags: Flags) => {
      const { setCredential } = await import("./commands/credentials");
      await finish(setCredential({ context, provider, flags }));
    });
  withServer(credentials.command("list"))
    .description("whose key each provider's work is done with; never a key itself")
    .action(async (flags: Flags) => {
      const { listCredentials } = await import("./commands/credentials");
      await finish(listCredentials({ context, flags }));
    });
  withServer(credentials.command("remove"))
    .description("take it away; the deployment's is used from then on, if there is one")
    .argument("<provider>", "openai or replicate")
    .action(async (provider: string, flags: Flags) => {
      const { removeCredential } = await import("./commands/credentials");
      await finish(removeCredential({ context, provider, flags }));
    });

  program
    .command("serve")
    .description("run the server and its dashboard in the foreground")
    .option("--port <number>", "port to listen on (default: 3000)")
    .option("--host <address>", "address to listen on (default: 127.0.0.1)")
    .option("--role <role>", "web serves, worker makes; without it one process does both (REELGRAPH_ROLE)")
    .action(async (flags: Flags) => {
      const { serve } = await import("./commands/serve");
      await finish(serve({ context, flags }));
    });

  program
    .command("setup")
    .description("make the tables on the servers that POSTGRES_URL and WORKFLOW_TARGET_WORLD name")
    .option("--json", "print data on stdout")
    .action(async (flags: Flags) => {
      const { setup } = await import("./commands/setup");
      await finish(setup({ context, flags }));
    });

  program
    .command("doctor")
    .description("check this machine and configuration")
    .option("--json", "print data on stdout")
    .action(async (flags: Flags) => {
      const { doctor } = await import("./commands/doctor");
      await finish(doctor({ context, flags }));
    });

  program
    .command("demo")
    .description("make a 30 s video with nothing configured")
    .argument("[prompt]", 'what the video is about (default: "How tides work")')
    .option("--serve", "keep the server with its dashboard running afterwards")
    .option("--json", "print data on stdout")
    .action(async (prompt: string | undefined, flags: Flags) => {
      const { demo } = await import("./commands/demo");
      await finish(demo({ context, prompt, flags }));
    });

  return program;
}

function withServer(command: Command): Command {
  return command
    .option("--url <address>", "a server elsewhere (default: REELGRAPH_URL, or the one of this checkout)")
    .option("--json", "print data on stdout");
}

/** Flags of what moves a video between this installation and a bucket. */
function withRemote(command: Command): Command {
  return command
    .option(
      "--endpoint <address>",
      "a server compatible with S3 (default: REELGRAPH_REMOTE_ENDPOINT, else S3_ENDPOINT)",
    )
    .option("--region <name>", "the bucket's region")
    .option(
      "--url <address>",
      "the server that works on that bucket, if there is one (default: REELGRAPH_URL)",
    )
    .option("--dry-run", "say what would be moved; write nothing")
    .option("--json", "print data on stdout");
}

/** The flags that choose what of a video to make. */
function withSelection(command: Command): Command {
  return command
    .option("--segment <number>", "only this segment, counted from 0; repeatable", collected)
    .option("--artifact <name>", "only this artifact, e.g. 'SegmentImageAsset[1][*]'; repeatable", collected)
    .option("--generator <name>", "only this generator's work, e.g. ImageGen; repeatable", collected)
    .option(
      "--unset <Name>",
      "set an input back to its default, or take an override away; repeatable",
      collected,
    )
    .option("--take", "make another one of what is chosen, although nothing changed")
    .option("--full", "make everything again")
    .option("--pin <selector>", "keep this although it is out of date; repeatable", collected);
}

/** The input table is the slowest import of all, so it is left to the commands whose flags come from it. */
async function inputFlags(argv: readonly string[]): Promise<(command: Command) => Command> {
  if (!argv.includes("generate") && !argv.includes("plan")) return (command) => command;
  const { addInputFlags } = await import("./inputs/input-flags");
  return addInputFlags;
}
