/** One purchase from its intent to its end: what a span of a trace shows. Times are the ledger's. */
export interface AttemptSpan {
  runId: string;
  videoId: string;
  jobId: string;
  genId: string;
  purchaseId: string;
  call: string;
  purchaseNumber: number;
  provider: string;
  model: string;
  startedAt: Date;
  endedAt: Date;
  outcome: "succeeded" | "failed" | "cancelled" | "lost";
  costMicros: number;
  failure?: { code: string; message: string };
}

export interface RunSpan {
  runId: string;
  videoId: string;
  type: string;
  startedAt: Date;
  endedAt: Date;
  status: string;
  costMicros: number;
}

/**
 * Spans of what has been done, told once it is in the ledger: a trace per run, with a span per attempt below it. The ids follow from the
 * run's, so that attempts of several processes, before and after a crash, stand in one trace. Never throws and never waits.
 */
export interface Tracer {
  attempt(span: AttemptSpan): void;
  run(span: RunSpan): void;
}
