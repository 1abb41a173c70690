#!/usr/bin/env node
// TypeScript runs as it is, whatever the working directory: tsx and the sources are found from this file.
import { register } from "tsx/esm/api";

register({ tsconfig: false });
const { main } = await import("./main.ts");
await main();
