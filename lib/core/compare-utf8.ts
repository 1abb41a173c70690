/**
 * Orders strings as their UTF-8 bytes order, which is what S3 lists by. JavaScript's own `<` compares UTF-16 units and
 * puts U+1F600 before U+FF01; UTF-8 (= code point order) does not.
 */
export function compareUtf8(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return codePointRank(a) - codePointRank(b);
  }
  return left.length - right.length;
}

/** Moves surrogates (they stand for code points above U+FFFF) behind the rest of the basic plane. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
