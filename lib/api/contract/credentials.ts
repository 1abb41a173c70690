import { z } from "zod";
import { CREDENTIAL_PROVIDERS } from "../../core/credentials";

const secret = (what: string) =>
  z
    .string()
    .trim()
    .min(8, `${what} has at least 8 characters`)
    .max(500, `${what} has at most 500 characters`)
    // Without what was given.
    .regex(/^[\x21-\x7e]+$/, `${what} is printable ASCII without blanks`);

export const credentialProviderSchema = z.enum(CREDENTIAL_PROVIDERS);

/** Bodies of `PUT /credentials/{provider}`. */
export const credentialBodySchemas = {
  openai: z
    .strictObject({
      apiKey: secret("a key"),
      baseUrl: z
        .string()
        .trim()
        .max(500)
        .nullish()
        .meta({ description: "A server compatible with OpenAI's, with /v1; absent: the deployment's." }),
    })
    .meta({ id: "OpenaiCredential" }),
  replicate: z
    .strictObject({
      apiToken: secret("a token"),
      webhookSecret: z
        .string()
        .trim()
        .max(500)
        .regex(/^whsec_[A-Za-z0-9+/=]{16,}$/, "it is whsec_ and base64, as Replicate shows it")
        .nullish()
        .meta({ description: "Checks callbacks; absent: none are asked for." }),
    })
    .meta({ id: "ReplicateCredential" }),
} as const;

export const credentialSchema = z
  .object({
    provider: z.enum(CREDENTIAL_PROVIDERS),
    source: z.enum(["workspace", "deployment", "none"]).meta({ description: "Whose key is used." }),
    hint: z.string().nullable().meta({
      description: "The last four characters of the workspace's own; null for one too short to show any.",
    }),
    setAt: z.iso.datetime().nullable(),
    baseUrl: z.string().nullable().meta({ description: "Of the workspace's own, where it has one." }),
    callbacks: z
      .boolean()
      .meta({ description: "The workspace's own has a secret that callbacks are checked with." }),
    problem: z.string().nullable().meta({ description: "Why it cannot be used, and what to do." }),
  })
  .meta({ id: "Credential" });

export type CredentialView = z.infer<typeof credentialSchema>;

export const credentialListSchema = z.object({ data: z.array(credentialSchema) });
