import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSecretBox, parseSecretsKey } from "../../../lib/adapters/node/secret-box";
import { makeSecretsKeyFile, readSecretsKeyFile } from "../../../lib/adapters/node/secrets-key-file";
import type { SealedSecret, SecretBox } from "../../../lib/ports/secret-box";

const SECRET = "sk-the-secret-of-a-workspace";
const PLACE = ["ws_1", "openai", "version-1"];

const aKey = () => new Uint8Array(randomBytes(32));
const boxOf = (...keys: Uint8Array[]): SecretBox => createSecretBox({ keys: async () => keys, make: null });

describe("a sealed secret", () => {
  it("opens with its key in its place, and holds nothing of the secret in any form", async () => {
    const box = boxOf(aKey());
    const sealed = await box.seal(SECRET, PLACE);
    expect(await box.open(sealed, PLACE)).toEqual({ kind: "opened", secret: SECRET });
    const shown = JSON.stringify(sealed) + Buffer.from(sealed.ciphertext, "base64").toString("latin1");
    for (const form of [
      SECRET,
      Buffer.from(SECRET).toString("base64"),
      Buffer.from(SECRET).toString("hex"),
    ]) {
      expect(shown).not.toContain(form);
    }
  });

  it("is never sealed twice in the same way", async () => {
    const box = boxOf(aKey());
    const all = await Promise.all(Array.from({ length: 200 }, () => box.seal(SECRET, PLACE)));
    expect(new Set(all.map(({ nonce }) => nonce)).size).toBe(200);
    expect(new Set(all.map(({ ciphertext }) => ciphertext)).size).toBe(200);
  });

  it.each([
    ["another workspace", ["ws_2", "openai", "version-1"]],
    ["another provider", ["ws_1", "replicate", "version-1"]],
    ["an older version", ["ws_1", "openai", "version-0"]],
    ["fewer words", ["ws_1", "openai"]],
    ["words cut elsewhere", ["ws_1", "openaiversion-1", ""]],
  ])("does not open for %s", async (_, place) => {
    const box = boxOf(aKey());
    expect(await box.open(await box.seal(SECRET, PLACE), place)).toEqual({ kind: "unfit" });
  });

  it("does not open as one that another key sealed, or under its name", async () => {
    const [one, other] = [aKey(), aKey()];
    const box = boxOf(one, other);
    const sealed = await boxOf(other).seal(SECRET, PLACE);
    const keyId = (await box.currentKeyId()) ?? "";
    expect(keyId).not.toBe(sealed.keyId);
    expect(await box.open({ ...sealed, keyId }, PLACE)).toEqual({ kind: "unfit" });
    expect(await boxOf(one).open(sealed, PLACE)).toEqual({ kind: "lost-key" });
    expect(await boxOf().open(sealed, PLACE)).toEqual({ kind: "lost-key" });
  });

  it("does not open with any byte changed, cut off or added", async () => {
    const box = boxOf(aKey());
    const sealed = await box.seal(SECRET, PLACE);
    const spoil = async (change: Partial<SealedSecret>) => await box.open({ ...sealed, ...change }, PLACE);
    for (const field of ["nonce", "ciphertext"] as const) {
      const bytes = Buffer.from(sealed[field], "base64");
      for (let at = 0; at < bytes.length; at++) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 1;
        expect([field, at, await spoil({ [field]: changed.toString("base64") })]).toEqual([
          field,
          at,
          { kind: "unfit" },
        ]);
        const cut = bytes.subarray(0, at).toString("base64");
        expect([field, at, await spoil({ [field]: cut })]).toEqual([field, at, { kind: "unfit" }]);
      }
      const longer = Buffer.concat([bytes, Buffer.from([0])]).toString("base64");
      expect(await spoil({ [field]: longer })).toEqual({ kind: "unfit" });
    }
  });

  it("of the key before opens, and what is sealed next is of the new one", async () => {
    const [before, now] = [aKey(), aKey()];
    const old = await boxOf(before).seal(SECRET, PLACE);
    const box = boxOf(now, before);
    expect(await box.open(old, PLACE)).toEqual({ kind: "opened", secret: SECRET });
    const renewed = await box.seal(SECRET, PLACE);
    expect(renewed.keyId).not.toBe(old.keyId);
    expect(await boxOf(now).open(renewed, PLACE)).toEqual({ kind: "opened", secret: SECRET });
    expect(await boxOf(before).open(renewed, PLACE)).toEqual({ kind: "lost-key" });
  });

  it("is none where there is no key to seal with: the refusal names the variable", async () => {
    await expect(boxOf().seal(SECRET, PLACE)).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining("REELGRAPH_SECRETS_KEY"),
    });
  });
});

describe("a key", () => {
  it("is 32 bytes in base64, and nothing else is", () => {
    const key = randomBytes(32).toString("base64");
    expect(parseSecretsKey(`${key}\n`)).toHaveLength(32);
    const none = ["", "x", key.slice(0, -1), `${key}A`, randomBytes(31).toString("base64"), "a".repeat(44)];
    for (const text of none) expect([text, parseSecretsKey(text)]).toEqual([text, null]);
  });
});

describe("the key file", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "reelgraph-secrets-"));
  });
  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  it("is made when the first secret is sealed, for its owner alone, and not before", async () => {
    const file = path.join(folder, "first", "secrets.key");
    const open = () =>
      createSecretBox({
        keys: async () => {
          const key = await readSecretsKeyFile(file);
          return key ? [key] : [];
        },
        make: () => makeSecretsKeyFile(file),
      });
    const box = open();
    expect(await box.currentKeyId()).toBeNull();
    expect(await readSecretsKeyFile(file)).toBeNull();
    const sealed = await box.seal(SECRET, PLACE);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(path.dirname(file))).toEqual(["secrets.key"]);
    expect(await open().open(sealed, PLACE)).toEqual({ kind: "opened", secret: SECRET });
    // One that had looked before there was a file sees it too.
    expect(await box.open(await open().seal(SECRET, PLACE), PLACE)).toMatchObject({ kind: "opened" });
  });

  it("is the same for all processes that make it at once", async () => {
    const file = path.join(folder, "race", "secrets.key");
    const made = await Promise.all(Array.from({ length: 4 }, () => makeInAnotherProcess(file)));
    const here = await Promise.all(Array.from({ length: 10 }, () => makeSecretsKeyFile(file)));
    const all = [...made, ...here.map((key) => Buffer.from(key).toString("base64"))];
    expect(new Set(all).size).toBe(1);
    expect((await readFile(file, "utf8")).trim()).toBe(all[0]);
    expect(await readdir(path.dirname(file))).toEqual(["secrets.key"]);
  });

  it("is never replaced, whatever it holds", async () => {
    const file = path.join(folder, "broken.key");
    await writeFile(file, "not a key\n");
    const refusal = { code: "configuration", message: expect.stringContaining(file) };
    await expect(readSecretsKeyFile(file)).rejects.toMatchObject(refusal);
    await expect(makeSecretsKeyFile(file)).rejects.toMatchObject(refusal);
    expect(await readFile(file, "utf8")).toBe("not a key\n");
  });
});

async function makeInAnotherProcess(file: string): Promise<string> {
  const code = `
    import { makeSecretsKeyFile } from "./lib/adapters/node/secrets-key-file.ts";
    const key = await makeSecretsKeyFile(process.argv[1]);
    process.stdout.write(Buffer.from(key).toString("base64"));
  `;
  const args = ["--import", "tsx", "--input-type=module", "-e", code, file];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let written = "";
  child.stdout.on("data", (chunk: Buffer) => {
    written += chunk.toString();
  });
  const ended = await new Promise((resolve) => child.once("close", resolve));
  if (ended !== 0) throw new Error(`The other process ended with ${ended}.`);
  return written;
}
