/** Flags of V8 for processes that make many objects and keep few, on machines whose processors are all taken. */
export const LARGE_NURSERY = ["--single-threaded-gc", "--max-semi-space-size=64"];
