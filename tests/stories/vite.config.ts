import { fileURLToPath } from "node:url";
import { type Connect, defineConfig, type Plugin } from "vite";
import { studioCatalogue } from "../../lib/adapters/studio/catalogue";
import type { Context } from "../../lib/services/context";
import { getCatalog } from "../../lib/services/plans/get-catalog";
import { DAG_FIXTURES } from "../fixtures/dags/library";
import { CATALOGUE_MODELS, planningOf } from "../fixtures/dags/planning-of";

const MODULE = "virtual:dags";

/** As much of a server as the catalogue asks about. */
const ctx = {
  catalogue: studioCatalogue,
  models: CATALOGUE_MODELS,
  clock: { now: () => new Date("2026-03-04T05:06:07.000Z") },
} as Context;

const answerText: Connect.NextHandleFunction = (request, response) => {
  const name = /\/artifacts\/([^/?]+)$/.exec(request.url ?? "")?.[1];
  response.statusCode = name === undefined ? 404 : 200;
  response.setHeader("content-type", "text/plain; charset=utf-8");
  response.end(name === undefined ? "" : `The text of ${decodeURIComponent(name)}, as it was written.`);
};

/** The fixtures as the API would send them, and an API that knows their texts and nothing else. */
function dags(): Plugin {
  return {
    name: "dags",
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : null),
    load(id) {
      if (id !== `\0${MODULE}`) return null;
      const catalog = getCatalog({ ctx });
      const stories = DAG_FIXTURES.map((fixture) => ({ fixture, planning: planningOf(fixture) }));
      return `export const catalog = ${JSON.stringify(catalog)};\nexport const dags = ${JSON.stringify(stories)};`;
    },
    configureServer: ({ middlewares }) => void middlewares.use("/api/v1", answerText),
    configurePreviewServer: ({ middlewares }) => void middlewares.use("/api/v1", answerText),
  };
}

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  cacheDir: fileURLToPath(new URL("../../node_modules/.vite-stories", import.meta.url)),
  server: { host: "127.0.0.1" },
  preview: { host: "127.0.0.1" },
  build: {
    outDir: fileURLToPath(new URL("../../test-results/stories-site", import.meta.url)),
    emptyOutDir: true,
    minify: false,
    chunkSizeWarningLimit: 5_000,
  },
  esbuild: { jsx: "automatic" },
  // The directives are the framework's; here all runs in the browser.
  plugins: [dags()],
  logLevel: "warn",
});
