import { z } from "zod";
import { ReelgraphError } from "../core/errors";

const whole = (name: string) =>
  z.string().regex(/^\d+$/, `${name} must be a whole number of at least 0`).transform(Number);

/**
 * Every environment variable that Reelgraph reads, with what it means; `.env.example` is checked against it. Everything unset is the
 * embedded default: database, objects and workflow state below one data directory, the offline studio, local mode.
 */
export const ENV_VARIABLES = {
  REELGRAPH_DATA_DIR: { help: "Where embedded database, objects and workflow state live.", example: ".data" },
  REELGRAPH_CEILING_MICROS: { help: "Monthly ceiling of a workspace in micro-USD; 0 = none.", example: "0" },
  REELGRAPH_TIME_SCALE: {
    help: "Tests only: scales the studio's simulated latencies; 0 = none.",
    example: "0",
  },
  REELGRAPH_LOG_LEVEL: { help: "debug, info, warn, error or silent.", example: "info" },
  REPLICATE_WEBHOOK_SECRET: {
    help: "Checks the signatures of Replicate's callbacks (whsec_…); unset, they are refused and work is asked for instead.",
    example: "",
  },
  CRON_SECRET: { help: "Bearer the cron routes require; unset, they refuse.", example: "" },
  FFMPEG_PATH: { help: "ffmpeg to use instead of the one on the PATH or the bundled one.", example: "" },
  FFPROBE_PATH: { help: "ffprobe, likewise.", example: "" },
  WORKFLOW_TARGET_WORLD: {
    help: "Where durable runs live: local, or a world package's name.",
    example: "local",
  },
  WORKFLOW_LOCAL_DATA_DIR: {
    help: "State of the local world; default: below the data directory.",
    example: "",
  },
  WORKFLOW_LOCAL_QUEUE_CONCURRENCY: { help: "Steps the local world runs at a time.", example: "10" },
} as const;

export type EnvVariable = keyof typeof ENV_VARIABLES;

const envSchema = z.object({
  REELGRAPH_DATA_DIR: z.string().min(1).default(".data"),
  REELGRAPH_CEILING_MICROS: whole("REELGRAPH_CEILING_MICROS").default(0),
  REELGRAPH_TIME_SCALE: z.coerce.number().min(0).max(10).default(0),
  REELGRAPH_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  REPLICATE_WEBHOOK_SECRET: z
    .string()
    .regex(
      /^whsec_[A-Za-z0-9+/=]{16,}$/,
      "REPLICATE_WEBHOOK_SECRET must be whsec_ and base64, as Replicate shows it",
    )
    .optional(),
  CRON_SECRET: z.string().min(16, "CRON_SECRET must have at least 16 characters").optional(),
});

export type Env = z.infer<typeof envSchema>;

/** Reads and checks the environment; empty counts as unset. Throws `configuration` naming each variable at fault and the fix. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = envSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new ReelgraphError({
    code: "configuration",
    message: `The environment is not usable. ${faults.join("; ")}.`,
  });
}
