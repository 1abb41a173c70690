import { expect, it } from "vitest";
import { freePath } from "../../lib/core/naming/free-path";

it("is the path itself unless it was put away, and then the first of its kind that never was", () => {
  const buried = new Set(["a/b.c/music.0a.mp3", "a/b.c/music.0a-2.mp3", "a/b.c/none"]);
  expect(freePath("a/b.c/music.0a.wav", buried)).toBe("a/b.c/music.0a.wav");
  expect(freePath("a/b.c/music.0a.mp3", buried)).toBe("a/b.c/music.0a-3.mp3");
  expect(freePath("a/b.c/none", buried)).toBe("a/b.c/none-2");
});
