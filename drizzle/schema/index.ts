export { chosenArtifacts, discardedResults } from "./choices";
export { duties, tombstones } from "./cleaning";
export { idempotencyKeys } from "./idempotency";
export { requestCounts } from "./request-counts";
export { applicationRole, systemRole } from "./roles";
export { jobs, ledgerEntries, providerEvents, purchases, runs } from "./runs";
export { events, leases, videos } from "./videos";
export { windows } from "./windows";
export { budgetMonths, workspaces } from "./workspaces";
