import type { Brand } from "../brand";

/** `sha256:` + 64 hex digits over everything that determines a job's result (graph.md, Fingerprint and checksum). */
export type Fingerprint = Brand<string, "Fingerprint">;

/** `sha256:` + 64 hex digits over an artifact's bytes; JSON artifacts are hashed in canonical form. */
export type Checksum = Brand<string, "Checksum">;

/** Everything that enters a job's fingerprint. A field belongs here only if another value can give another result. */
export interface FingerprintFields {
  /** Which kind of work: two generators with equal inputs make different things. */
  generator: string;
  /** Raised when the generator's own code changes what it makes. */
  generatorVersion: number;
  /** The same model name at another provider is another model. */
  provider: string;
  /** The model, with its version where the provider names one. */
  model: string;
  /** Parameters sent to the model that are not a person's input, e.g. temperature or output format. */
  modelConfig: Record<string, unknown>;
  /** The version of the prompt template: other words to the model, another result. */
  promptTemplateVersion: string;
  /** The seed sent to the model; uint32. */
  seed: number;
  /** Raised by "give me another one": the same inputs, another result wanted. */
  take: number;
  /** Input name → value, of the inputs this generator declares; never all inputs, or an edit would dirty everything. */
  inputs: Record<string, unknown>;
  /** Artifact name → checksum of its bytes, of the artifacts this job reads. */
  upstream: Record<string, string>;
}
