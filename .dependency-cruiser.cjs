/** The layers of docs/architecture.md, checked by a machine. Each message says what to do instead. */
module.exports = {
  forbidden: [
    {
      name: "core-is-pure",
      severity: "error",
      comment:
        "lib/core has no I/O, clock, random or environment: take it as a parameter, or put the code into an adapter behind a port.",
      from: { path: "^lib/core/" },
      to: { pathNot: ["^lib/core/", "^node_modules/zod/"] },
    },
    {
      name: "ports-only-core",
      severity: "error",
      comment: "A port speaks in domain words only: move the type it needs into lib/core.",
      from: { path: "^lib/ports/" },
      to: { pathNot: ["^lib/(core|ports)/"] },
    },
    {
      name: "adapters-not-each-other",
      severity: "error",
      comment:
        "Adapters meet in lib/container.ts: take what you need from another one as a parameter of the factory.",
      from: { path: "^lib/adapters/([^/]+)/" },
      to: { path: "^lib/adapters/", pathNot: "^lib/adapters/$1/" },
    },
    {
      name: "adapters-implement-ports",
      severity: "error",
      comment: "An adapter knows core, ports and its technology, never services, workflows or the app.",
      from: { path: "^lib/adapters/" },
      to: { path: "^(app|workflows|lib/(services|api|cli|config|container))" },
    },
    {
      name: "services-no-adapters",
      severity: "error",
      comment:
        "A service reaches the world through ctx (lib/services/context.ts): add a port and wire it in lib/container.ts.",
      from: { path: "^lib/services/" },
      to: { path: "^(app|workflows|drizzle|lib/(adapters|cli|config|container))" },
    },
    {
      name: "workflows-call-services",
      severity: "error",
      comment: "Steps call services: nothing in workflows touches adapters or the database.",
      from: { path: "^workflows/" },
      to: { path: "^(app|drizzle|lib/(adapters|cli|api))" },
    },
    {
      name: "app-no-drizzle",
      severity: "error",
      comment: "Routes and pages go through services: no database, no adapters.",
      from: { path: "^app/" },
      to: { path: "^(drizzle|lib/(adapters|cli))|^node_modules/drizzle-orm" },
    },
    {
      name: "only-the-container-chooses",
      severity: "error",
      comment:
        "lib/container.ts and the files beside it are the only ones that choose adapters; the command line may look into the data directory.",
      from: {
        path: "^lib/",
        pathNot: "^lib/(container\\.ts|container-providers\\.ts|server-lock\\.ts|adapters/|cli/)",
      },
      to: { path: "^lib/adapters/" },
    },
    {
      name: "no-cycle",
      severity: "error",
      comment: "Two files that need each other are one, or miss a third they both use.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-orphans",
      severity: "error",
      comment: "Nothing imports this file: delete it, or use it.",
      from: {
        orphan: true,
        pathNot: ["^(app|tests|drizzle)/", "\\.d\\.ts$", "^[^/]+\\.(ts|mjs|cjs)$", "^lib/.*\\.mjs$"],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: "^app/\\.well-known",
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
