import { createMemoryObjectStore } from "../../lib/adapters/memory/object-store";
import { describeObjectStore } from "../conformance/object-store";

describeObjectStore(
  "memory",
  async () => ({ store: createMemoryObjectStore(), cleanup: async () => undefined }),
  { commitsPerWriter: 200 },
);
