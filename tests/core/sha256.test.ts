import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeSha256 } from "../../lib/adapters/node/sha256";
import { portableSha256 } from "../../lib/core/fingerprint/sha256";
import { runs } from "./property-runs";

describe.each([
  ["portable", portableSha256],
  ["platform", nodeSha256],
])("the %s SHA-256", (_name, sha256) => {
  it.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
    ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
  ])("gives the published digest of its %#. vector", (text, digest) => {
    expect(sha256(text)).toBe(digest);
  });

  it("hashes a string as its UTF-8 bytes, and a view as only its own bytes", () => {
    expect(sha256("Gezeiten: Ebbe → Flut 🌊")).toBe(
      sha256(new TextEncoder().encode("Gezeiten: Ebbe → Flut 🌊")),
    );
    const whole = new TextEncoder().encode("xxabcxx");
    expect(sha256(whole.subarray(2, 5))).toBe(sha256("abc"));
  });

  it("is right at every length around the block boundaries", () => {
    for (let length = 0; length <= 200; length++) {
      const bytes = new Uint8Array(length).fill(length);
      expect(sha256(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
  });

  it("is right for random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_000 }), (bytes) => {
        expect(sha256(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
      }),
      runs(300, 10_000),
    );
  });
});
