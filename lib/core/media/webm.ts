import type { ByteReader } from "./byte-source";
import type { MediaShape, Stretch } from "./media-shape";
import { Unfit } from "./unfit";

const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const DOC_TYPE = 0x4282;
const VOID = 0xec;
/** What a segment consists of: seek head, info, tracks, cues, clusters, tags, chapters; nothing attached. */
const IN_SEGMENT = new Set([
  0x114d9b74,
  0x1549a966,
  0x1654ae6b,
  0x1c53bb6b,
  CLUSTER,
  0x1254c367,
  0x1043a770,
  VOID,
  0xbf,
]);
/** Time code, blocks, previous size, position, silent tracks, checksum. */
const IN_CLUSTER = new Set([0xe7, 0xa3, 0xa0, 0xab, 0xa7, 0x5854, VOID, 0xbf]);
const MOST_ELEMENTS = 100_000;

interface Element {
  id: number;
  inside: Stretch;
  /** False: it goes on until something begins that cannot be in it. */
  isMeasured: boolean;
}

/** Element upon element, of segments and clusters as well that were written before their length was known. */
export async function walkWebm(reader: ByteReader): Promise<MediaShape> {
  const head = await elementAt(reader, 0);
  if (!(await isWebm(reader, head.inside))) throw new Unfit("it is no WebM, but a relative of it");
  const asides: Stretch[] = [head.inside];
  const segment = await elementAt(reader, head.inside.at + head.inside.length);
  if (segment.id !== SEGMENT) throw new Unfit("it holds no clip");
  const end = segment.isMeasured ? segment.inside.at + segment.inside.length : reader.length;
  let at = segment.inside.at;
  let isInCluster = false;
  for (let count = 0; at < end; count++) {
    if (count === MOST_ELEMENTS) throw new Unfit("it is cut into too many parts");
    const element = await elementAt(reader, at);
    const isBlock: boolean = isInCluster && IN_CLUSTER.has(element.id);
    if (!isBlock && !IN_SEGMENT.has(element.id)) {
      if (segment.isMeasured) throw new Unfit("there is something in it that is no part of a clip");
      break;
    }
    const isCluster = element.id === CLUSTER;
    if (!element.isMeasured && !isCluster) throw new Unfit("a part of it has no end");
    // The blocks of a cluster without a length stand beside it.
    isInCluster = element.isMeasured ? isBlock : true;
    if (!isCluster && !isBlock) asides.push(element.inside);
    at = element.isMeasured ? element.inside.at + element.inside.length : element.inside.at;
    if (at > end) throw new Unfit("a part of it is longer than it is itself");
  }
  return { end: at, asides, packed: [], size: null };
}

async function isWebm(reader: ByteReader, { at, length }: Stretch): Promise<boolean> {
  for (let next = at; next < at + length; ) {
    const { id, inside } = await elementAt(reader, next);
    if (id === DOC_TYPE) return (await reader.text(inside.at, inside.length)).replace(/\0+$/, "") === "webm";
    next = inside.at + inside.length;
  }
  return false;
}

async function elementAt(reader: ByteReader, at: number): Promise<Element> {
  const id = await numberAt(reader, at, 4);
  const size = await numberAt(reader, at + id.bytes, 8);
  const start = at + id.bytes + size.bytes;
  const isMeasured = !size.isAllOnes;
  const length = isMeasured ? size.payload : 0;
  if (start + length > reader.length) throw new Unfit("it breaks off");
  return { id: id.whole, inside: { at: start, length }, isMeasured };
}

/** A number whose first byte says by its leading zeros how long it is. */
async function numberAt(reader: ByteReader, at: number, most: number) {
  const [first = 0] = await reader.bytes(at, 1);
  const bytes = Math.clz32(first) - 23;
  if (bytes > most) throw new Unfit("a part of it has no name or no length");
  const digits = await reader.bytes(at, bytes);
  const mask = 0xff >> bytes;
  let whole = 0;
  let payload = 0;
  let isAllOnes = true;
  for (const [index, digit] of digits.entries()) {
    const own = index === 0 ? digit & mask : digit;
    whole = whole * 256 + digit;
    payload = payload * 256 + own;
    isAllOnes &&= own === (index === 0 ? mask : 0xff);
  }
  return { bytes, whole, payload, isAllOnes };
}
