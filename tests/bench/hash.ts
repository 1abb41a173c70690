/**
 * How fast values are hashed: `npx tsx tests/bench/hash.ts [--json]`.
 *
 * Canonical JSON and SHA-256 of a job's fingerprint fields, of about 1 KB and 100 KB. `perSecond` are hashes,
 * `megabytesPerSecond` are bytes of canonical JSON. Peers: `canonicalize` (RFC 8785 without NFC) with the same SHA-256, and
 * `object-hash` with sha256.
 */
import { canonicalJson } from "../../lib/core/fingerprint/canonical-json";
import { jobFingerprint } from "../../lib/core/fingerprint/job-fingerprint";
import { portableSha256 } from "../../lib/core/fingerprint/sha256";
import type { FingerprintFields } from "../../lib/core/fingerprint/types";
import { hash } from "../core/planning-rig";
import { peer, quantile, report, rounded, timed } from "./measure";

const SENTENCE = "A lighthouse on a cliff at dusk; the tide is out, and the rocks below are wet and dark. ";

/** Fields as a job has them, with the prompt as long as it takes to make `bytes` of canonical JSON. */
function fieldsOf(bytes: number): FingerprintFields {
  const fields: FingerprintFields = {
    seed: 2_961_243_112,
    take: 0,
    generator: "TextToImagePromptGen",
    generatorVersion: 1,
    provider: "openai",
    model: "gpt-5-mini-2025-08-07",
    promptTemplateVersion: "2025-11-01",
    modelConfig: {
      temperature: 0.7,
      maxOutputTokens: 1_200,
      responseFormat: { type: "json_schema", strict: true },
    },
    inputs: {
      ImageStyle: "watercolor",
      AspectRatio: "16:9",
      Size: "720p",
      "SegmentImagePromptInput[1][0]": "",
    },
    upstream: {
      "NarrationSegmentScript[1]": `sha256:${"3f".repeat(32)}`,
      VideoSummary: `sha256:${"a7".repeat(32)}`,
    },
  };
  const scenes: Record<string, unknown>[] = [];
  const inputs = { ...fields.inputs, scenes };
  while (canonicalJson({ ...fields, inputs }).length < bytes - 150) {
    scenes.push({ index: scenes.length, prompt: SENTENCE, weight: 0.25, keep: true });
  }
  return { ...fields, inputs };
}

function rate(work: () => unknown, bytes: number): { perSecond: number; megabytesPerSecond: number } {
  const batch = Math.max(1, Math.round(2_000_000 / bytes));
  const run = (): void => {
    for (let count = 0; count < batch; count++) work();
  };
  const milliseconds = quantile(timed(run, { runs: 50, warmUp: 25 }), 0.5) / batch;
  return {
    perSecond: rounded(1_000 / milliseconds, 0),
    megabytesPerSecond: rounded(bytes / 1_000 / milliseconds, 1),
  };
}

const canonicalize = await peer<(value: unknown) => string>("canonicalize");
const objectHash = await peer<(value: object, options: object) => string>("object-hash");

function measure(bytes: number): Record<string, unknown> {
  const fields = fieldsOf(bytes);
  const text = canonicalJson(fields);
  const size = new TextEncoder().encode(text).length;
  const missing = "not installed";
  return {
    bytes: size,
    reelgraph: rate(() => jobFingerprint({ fields, hash }), size),
    canonicalJsonAlone: rate(() => canonicalJson(fields), size),
    sha256Alone: rate(() => hash(text), size),
    inTheBrowser: rate(() => jobFingerprint({ fields, hash: portableSha256 }), size),
    peers: {
      canonicalize: canonicalize === null ? missing : rate(() => hash(canonicalize(fields)), size),
      "object-hash":
        objectHash === null ? missing : rate(() => objectHash(fields, { algorithm: "sha256" }), size),
    },
  };
}

report("Canonical hashes", { "1KB": measure(1_000), "100KB": measure(100_000) });
