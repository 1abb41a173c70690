import { describe, expect, it } from "vitest";
import { blend, drawView, emptyYuv, type Yuv, yuvFromRgba } from "../../../lib/adapters/ffmpeg/yuv";

/** One colour everywhere. */
function plain(red: number, green: number, blue: number, size = 8): Yuv {
  const rgba = new Uint8Array(size * size * 4);
  for (let at = 0; at < rgba.length; at += 4) rgba.set([red, green, blue, 255], at);
  return yuvFromRgba(rgba, size, size);
}

/** Luma rises by one from each column to the next. */
function ramp(width: number, height: number): Yuv {
  const yuv = emptyYuv(width, height);
  for (let at = 0; at < width * height; at++) yuv.data[at] = at % width;
  return yuv;
}

describe("frames in YUV", () => {
  it("hold BT.709 colours in limited range", () => {
    const planes = ({ data }: Yuv) => [data[0], data[64], data[80]];
    expect(planes(plain(0, 0, 0))).toEqual([16, 128, 128]);
    expect(planes(plain(255, 255, 255))).toEqual([235, 128, 128]);
    expect(planes(plain(255, 0, 0))).toEqual([63, 102, 240]);
    expect(planes(plain(0, 0, 255))).toEqual([32, 240, 118]);
  });

  it("show the picture unchanged where the camera is closest", () => {
    const picture = ramp(100, 60);
    const frame = emptyYuv(100, 60);
    drawView(picture, frame, { x: 0.5, y: 0.5, scale: 1.2 }, 1.2);
    expect(frame.data).toEqual(picture.data);
  });

  it("follow the camera by less than a pixel", () => {
    const picture = ramp(200, 60);
    const leftEdge = (x: number) => {
      const frame = emptyYuv(100, 40);
      drawView(picture, frame, { x, y: 0, scale: 1 }, 1);
      return frame.data.slice(0, 100).reduce((sum, value) => sum + value, 0);
    };
    const positions = Array.from({ length: 21 }, (_, at) => leftEdge(0.3 + at * 0.001));
    positions.slice(1).forEach((sum, at) => {
      expect(sum).toBeGreaterThanOrEqual(positions[at] ?? 0);
    });
    expect((positions[20] ?? 0) - (positions[0] ?? 0)).toBeCloseTo(200, -1);
    expect(new Set(positions).size).toBeGreaterThan(2);
  });

  it("reach all four edges of the picture and nothing beyond", () => {
    const picture = ramp(120, 80);
    const corner = (x: number, y: number) => {
      const frame = emptyYuv(100, 60);
      drawView(picture, frame, { x, y, scale: 1 }, 1);
      return [frame.data[0], frame.data[99]];
    };
    expect(corner(0, 0)).toEqual([0, 99]);
    expect(corner(1, 1)).toEqual([20, 119]);
  });

  it("fade evenly", () => {
    const frame = plain(0, 0, 0);
    blend(frame, plain(255, 255, 255), 0.5);
    expect(frame.data[0]).toBe(126);
    blend(frame, plain(255, 255, 255), 1);
    expect(frame.data[0]).toBe(235);
  });
});
