import { type Command, Option } from "commander";
import { INPUT_TABLE } from "../../core/graph/input-table";

type InputName = keyof typeof INPUT_TABLE;

interface InputFlag {
  flags: string;
  /** The name under which commander hands the value over. */
  key: string;
  input: InputName;
}

// The inputs that have a flag of their own; every other one is reached with --set.
const FLAGS: readonly InputFlag[] = [
  { flags: "--query <prompt>", key: "query", input: "InquiryPrompt" },
  { flags: "--duration <seconds>", key: "duration", input: "Duration" },
  { flags: "--images <count>", key: "images", input: "ImagesPerSegment" },
  { flags: "--use-video", key: "useVideo", input: "UseVideo" },
  { flags: "--image-to-video", key: "imageToVideo", input: "IsImageToVideo" },
  { flags: "--voice <id>", key: "voice", input: "VoiceId" },
  { flags: "--style <style>", key: "style", input: "ImageStyle" },
  { flags: "--audience <audience>", key: "audience", input: "Audience" },
  { flags: "--language <code>", key: "language", input: "Language" },
  { flags: "--size <size>", key: "size", input: "Size" },
  { flags: "--aspect-ratio <ratio>", key: "aspectRatio", input: "AspectRatio" },
  { flags: "--strategy <strategy>", key: "strategy", input: "AssemblyStrategy" },
];

export const FLAG_OF_INPUT: ReadonlyMap<string, string> = new Map(
  FLAGS.map(({ flags, input }) => [input, flags.split(" ")[0] ?? flags]),
);

/** Adds the flags that set inputs, with the help and the choices of the input table. */
export function addInputFlags(command: Command): Command {
  for (const { flags, input } of FLAGS) {
    const definition: { help: string; options?: readonly { value: string }[] } = INPUT_TABLE[input];
    const few = definition.options && definition.options.length <= 6 ? definition.options : [];
    const choices = few.map(({ value }) => value).join(", ");
    command.addOption(new Option(flags, definition.help + (choices ? ` One of ${choices}.` : "")));
  }
  return command
    .option("--set <Name=value>", "set any input, e.g. --set 'UseVideo[1]=true'; repeatable", collect, [])
    .option("--inputs <file>", "read inputs from a JSON file, or from stdin with -; flags win over it");
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

/** The values that flags give, by input name, not checked yet. `prompt` is the positional argument. */
export function inputsOfFlags(
  options: Readonly<Record<string, unknown>>,
  prompt: string | undefined,
): Record<string, unknown> {
  const inputs: Record<string, unknown> = {};
  if (prompt !== undefined) inputs.InquiryPrompt = prompt;
  for (const { key, input } of FLAGS) {
    const value = options[key];
    if (value !== undefined)
      inputs[input] = INPUT_TABLE[input].schema.type === "number" ? numberOr(value) : value;
  }
  // A clip that starts from an image is a clip.
  if (inputs.IsImageToVideo === true) inputs.UseVideo = true;
  return inputs;
}

/** What isn't a number stays as it is: the input's own rule tells what is wrong with it. */
export function numberOr(value: unknown): unknown {
  const text = String(value).trim();
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : value;
}
