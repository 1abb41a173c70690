import { describe, expect, it } from "vitest";
import { nodeSha256 } from "../../lib/adapters/node/sha256";
import { assertCronRequest } from "../../lib/api/cron-guard";
import { idempotencyOf } from "../../lib/api/idempotency-key";
import { assertLocalRequest } from "../../lib/api/local-guard";
import { isReelgraphError } from "../../lib/core/errors";
import type { Context } from "../../lib/services/context";

function codeOf(work: () => unknown): string {
  try {
    work();
    return "allowed";
  } catch (error) {
    return isReelgraphError(error) ? error.code : String(error);
  }
}

const local = (headers: { host?: string; origin?: string; "sec-fetch-site"?: string }) =>
  codeOf(() => assertLocalRequest(new Headers(headers)));

describe("local mode", () => {
  it.each([
    { host: "localhost:3000" },
    { host: "LocalHost" },
    { host: "127.0.0.1:80" },
    { host: "[::1]:3000" },
    { host: "[::1]" },
    { host: "localhost:3000", origin: "http://localhost:3000" },
    { host: "LOCALHOST:3000", origin: "http://localhost:3000" },
    { host: "localhost:3000", "sec-fetch-site": "same-origin" },
    { host: "localhost:3000", "sec-fetch-site": "none" },
  ])("answers this machine: %j", (headers) => {
    expect(local(headers)).toBe("allowed");
  });

  it.each([
    {},
    { host: "" },
    { host: "evil.example" },
    { host: "localhost.evil.example:3000" },
    { host: "evil.example:localhost" },
    { host: "127.0.0.1.nip.io" },
    { host: "127.0.0.2" },
    { host: "0.0.0.0:3000" },
    { host: "localhost@evil.example" },
    { host: "localhost:3000:4000" },
    { host: "[::ffff:127.0.0.1]" },
    { host: "192.168.1.5:3000" },
  ])("refuses a name that is not this machine's, as a rebound one is: %j", (headers) => {
    expect(local(headers)).toBe("forbidden-origin");
  });

  it.each([
    "http://evil.example",
    "null",
    "http://localhost:4000",
    "http://127.0.0.1:3000",
    "http://localhost:3000.evil.example",
    "ftp://localhost:3000",
    "localhost:3000",
    "",
  ])("refuses the page of another origin: %j", (origin) => {
    expect(local({ host: "localhost:3000", origin })).toBe("forbidden-origin");
  });

  it("refuses what another site asks for without saying so", () => {
    expect(local({ host: "localhost:3000", "sec-fetch-site": "cross-site" })).toBe("forbidden-origin");
  });
});

describe("cron routes", () => {
  const cron = (authorization: string | null, secret: string | undefined) =>
    codeOf(() => assertCronRequest(new Headers(authorization === null ? {} : { authorization }), secret));

  it("want their secret as a bearer token, whole", () => {
    expect(cron("Bearer a-long-secret-of-the-operator", "a-long-secret-of-the-operator")).toBe("allowed");
    for (const given of [
      null,
      "",
      "Bearer",
      "Bearer ",
      "Bearer a-long-secret",
      "bearer a-long-secret-of-the-operator",
      "Basic a-long-secret-of-the-operator",
      "Bearer a-long-secret-of-the-operator2",
      "Bearer ä-long-secret-of-the-operator",
    ]) {
      expect([given, cron(given, "a-long-secret-of-the-operator")]).toEqual([given, "unauthorized"]);
    }
  });

  it("refuse everybody while there is no secret", () => {
    for (const secret of [undefined, ""]) {
      for (const given of [null, "Bearer ", "Bearer undefined"])
        expect(cron(given, secret)).toBe("unauthorized");
    }
  });
});

describe("an Idempotency-Key", () => {
  const ctx = { hash: nodeSha256 } as unknown as Context;
  const keyed = (key: string | null, body = "{}") =>
    idempotencyOf({
      ctx,
      request: new Request("http://localhost/", key === null ? {} : { headers: { "idempotency-key": key } }),
      route: "POST /videos",
      body,
    });

  it("is optional, and tells bodies apart byte by byte", () => {
    expect(keyed(null)).toBeNull();
    expect(keyed("k")).toEqual(keyed("k"));
    expect(keyed("k")).toMatchObject({ route: "POST /videos", key: "k" });
    expect(keyed("k", "{}")?.bodyHash).not.toBe(keyed("k", "{ }")?.bodyHash);
  });

  it("has 1 to 255 characters", () => {
    expect(keyed("x".repeat(255))?.key).toHaveLength(255);
    for (const key of ["", "  ", "x".repeat(256)]) expect(codeOf(() => keyed(key))).toBe("invalid-header");
  });
});
