/** Something of one artifact could not be drawn or heard. Becomes `render-failed` where the worker's answer arrives. */
export class LayerError extends Error {
  constructor(
    readonly artifact: string | null,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = "LayerError";
  }
}
