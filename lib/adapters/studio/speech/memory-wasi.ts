/**
 * The few WASI calls flite makes, answered from memory: one file to read, one to write, text output collected.
 * Own code rather than `node:wasi`: that one crashed the whole process on a fault inside the module, needs a
 * folder on disk and prints an experimental warning; here a fault is an exception, and no file is touched.
 */

const SUCCESS = 0;
const BAD_DESCRIPTOR = 8;
const NO_ENTRY = 44;
const CHARACTER_DEVICE = 2;
const DIRECTORY = 3;
const REGULAR_FILE = 4;
const PREOPENED = 3;
const CREATE_FLAG = 1;

class ExitSignal extends Error {
  constructor(readonly code: number) {
    super(`the module exited with code ${code}`);
  }
}

interface OpenFile {
  readonly name: string;
  position: number;
}

/** A growing byte buffer, as a written file needs one. */
class GrowingFile {
  private bytes = new Uint8Array(1 << 16);
  length = 0;

  static of(content: Uint8Array): GrowingFile {
    const file = new GrowingFile();
    file.write(0, content);
    return file;
  }

  write(position: number, chunk: Uint8Array): void {
    const end = position + chunk.length;
    if (end > this.bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.bytes.length * 2));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    this.bytes.set(chunk, position);
    this.length = Math.max(this.length, end);
  }

  read(position: number, count: number): Uint8Array {
    return this.bytes.subarray(Math.min(position, this.length), Math.min(position + count, this.length));
  }
}

export interface ProgramResult {
  readonly exitCode: number;
  readonly output: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Runs a WASI command once, on a fresh instance of an already compiled module. `files` are visible to it in its
 * root folder (paths such as `/in.txt`); what it writes comes back in `files`, stdout and stderr in `output`.
 * A fault inside the module is thrown as `WebAssembly.RuntimeError`.
 */
export function runProgram({
  module,
  args,
  files = {},
}: {
  module: WebAssembly.Module;
  args: readonly string[];
  files?: Readonly<Record<string, Uint8Array>>;
}): ProgramResult {
  const encoder = new TextEncoder();
  const store = new Map(Object.entries(files).map(([name, content]) => [name, GrowingFile.of(content)]));
  const open = new Map<number, OpenFile>();
  const stdout = new GrowingFile();
  const encodedArgs = args.map((arg) => encoder.encode(`${arg.replaceAll("\0", " ")}\0`));
  let nextDescriptor = PREOPENED + 1;
  let memory: WebAssembly.Memory | undefined;
  // Memory may grow between calls, which detaches earlier views: always look afresh.
  const buffer = () => (memory as WebAssembly.Memory).buffer;
  const view = () => new DataView(buffer());

  function eachVector(pointer: number, count: number, visit: (chunk: Uint8Array) => number): number {
    let total = 0;
    for (let index = 0; index < count; index++) {
      const start = view().getUint32(pointer + index * 8, true);
      const length = view().getUint32(pointer + index * 8 + 4, true);
      const moved = visit(new Uint8Array(buffer(), start, length));
      total += moved;
      if (moved < length) break;
    }
    return total;
  }

  const calls = {
    args_sizes_get(countPointer: number, sizePointer: number) {
      view().setUint32(countPointer, encodedArgs.length, true);
      view().setUint32(
        sizePointer,
        encodedArgs.reduce((sum, arg) => sum + arg.length, 0),
        true,
      );
      return SUCCESS;
    },
    args_get(tablePointer: number, textPointer: number) {
      let cursor = textPointer;
      encodedArgs.forEach((arg, index) => {
        view().setUint32(tablePointer + index * 4, cursor, true);
        new Uint8Array(buffer(), cursor, arg.length).set(arg);
        cursor += arg.length;
      });
      return SUCCESS;
    },
    // Deterministic by design: the speech must not depend on the hour.
    clock_time_get(_clock: number, _precision: bigint, pointer: number) {
      view().setBigUint64(pointer, 0n, true);
      return SUCCESS;
    },
    fd_close(descriptor: number) {
      return descriptor <= PREOPENED || open.delete(descriptor) ? SUCCESS : BAD_DESCRIPTOR;
    },
    fd_fdstat_get(descriptor: number, pointer: number) {
      if (descriptor > PREOPENED && !open.has(descriptor)) return BAD_DESCRIPTOR;
      new Uint8Array(buffer(), pointer, 24).fill(0);
      const kind =
        descriptor < PREOPENED ? CHARACTER_DEVICE : descriptor === PREOPENED ? DIRECTORY : REGULAR_FILE;
      view().setUint8(pointer, kind);
      view().setBigUint64(pointer + 8, 0x1fffffffn, true);
      view().setBigUint64(pointer + 16, 0x1fffffffn, true);
      return SUCCESS;
    },
    fd_fdstat_set_flags: () => SUCCESS,
    fd_prestat_get(descriptor: number, pointer: number) {
      if (descriptor !== PREOPENED) return BAD_DESCRIPTOR;
      view().setUint32(pointer, 0, true);
      view().setUint32(pointer + 4, 1, true);
      return SUCCESS;
    },
    fd_prestat_dir_name(descriptor: number, pointer: number) {
      if (descriptor !== PREOPENED) return BAD_DESCRIPTOR;
      view().setUint8(pointer, "/".charCodeAt(0));
      return SUCCESS;
    },
    path_open(
      _directory: number,
      _lookup: number,
      pathPointer: number,
      pathLength: number,
      flags: number,
      _rights: bigint,
      _inheriting: bigint,
      _fdFlags: number,
      resultPointer: number,
    ) {
      const path = new TextDecoder().decode(new Uint8Array(buffer(), pathPointer, pathLength));
      const name = `/${path.replace(/^\/+/, "")}`;
      if ((flags & CREATE_FLAG) !== 0) store.set(name, new GrowingFile());
      if (!store.has(name)) return NO_ENTRY;
      open.set(nextDescriptor, { name, position: 0 });
      view().setUint32(resultPointer, nextDescriptor++, true);
      return SUCCESS;
    },
    fd_read(descriptor: number, pointer: number, count: number, resultPointer: number) {
      const file = open.get(descriptor);
      const content = file && store.get(file.name);
      const total = eachVector(pointer, count, (target) => {
        if (!file || !content) return 0;
        const chunk = content.read(file.position, target.length);
        target.set(chunk);
        file.position += chunk.length;
        return chunk.length;
      });
      view().setUint32(resultPointer, total, true);
      return SUCCESS;
    },
    fd_write(descriptor: number, pointer: number, count: number, resultPointer: number) {
      const file = open.get(descriptor);
      const content = file ? store.get(file.name) : stdout;
      if (!content || (!file && descriptor > 2)) return BAD_DESCRIPTOR;
      const total = eachVector(pointer, count, (chunk) => {
        content.write(file ? file.position : content.length, chunk);
        if (file) file.position += chunk.length;
        return chunk.length;
      });
      view().setUint32(resultPointer, total, true);
      return SUCCESS;
    },
    fd_seek(descriptor: number, offset: bigint, whence: number, resultPointer: number) {
      const file = open.get(descriptor);
      if (!file) return BAD_DESCRIPTOR;
      const base = whence === 0 ? 0 : whence === 1 ? file.position : (store.get(file.name)?.length ?? 0);
      file.position = Math.max(0, base + Number(offset));
      view().setBigUint64(resultPointer, BigInt(file.position), true);
      return SUCCESS;
    },
    proc_exit(code: number): never {
      throw new ExitSignal(code);
    },
  };

  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: calls });
  memory = instance.exports.memory as WebAssembly.Memory;
  let exitCode = 0;
  try {
    (instance.exports._start as () => void)();
  } catch (error) {
    if (!(error instanceof ExitSignal)) throw error;
    exitCode = error.code;
  }
  return {
    exitCode,
    output: new TextDecoder().decode(stdout.read(0, stdout.length)),
    files: new Map([...store].map(([name, file]) => [name, file.read(0, file.length).slice()])),
  };
}
