import type { PlanView } from "../../api/contract/regeneration";
import { dollars } from "../run/dollars";
import { isOffline } from "../run/generator-words";
import { count, formatSeconds, oneLine } from "../terminal/format";
import type { Style } from "../terminal/style";
import { formatTable } from "../terminal/table";

type JobSpec = PlanView["layers"][number][number];

/** `["[0]", "[1]", "[2]"]` → `[0]…[2]` */
function instances(jobs: readonly JobSpec[]): string {
  const indices = jobs.map(({ jobId, genId }) => jobId.slice(genId.length)).filter((index) => index !== "");
  const [first] = indices;
  const last = indices.at(-1);
  return first === last ? (first ?? "") : `${first}…${last}`;
}

function rowsOfLayer(layer: readonly JobSpec[]): string[][] {
  const groups = new Map<string, JobSpec[]>();
  for (const job of layer) {
    const key = [job.genId, job.model, job.reason].join(" ");
    groups.set(key, [...(groups.get(key) ?? []), job]);
  }
  return [...groups.values()].flatMap((jobs) => {
    const [job] = jobs;
    if (job === undefined) return [];
    const cost = jobs.reduce((sum, { estimate }) => sum + estimate.costMicros, 0);
    const seconds = Math.max(...jobs.map(({ estimate }) => estimate.seconds));
    const who = job.model.startsWith(`${job.provider}/`) ? job.model : `${job.provider} ${job.model}`;
    return [
      [
        job.genId + instances(jobs),
        String(jobs.length),
        who,
        job.reason,
        dollars(cost),
        formatSeconds(seconds),
      ],
    ];
  });
}

interface Quoted {
  jobs: number;
  quote: {
    costMicros: number;
    seconds: number;
    items: readonly { provider: string; model: string; price?: { state: string } | undefined }[];
  };
}

/** What the plan buys and from whom, in one line. */
export function quoteLine({ quote, jobs }: Quoted, style: Style): string {
  const price = isOffline(quote.items.map(({ provider }) => provider))
    ? `${style.good(dollars(quote.costMicros))} ${style.dim("(offline studio: drawn and spoken on this machine)")}`
    : `${style.bold(`at most ${dollars(quote.costMicros)}`)}`;
  const unknown = quote.items.filter((item) => item.price?.state === "unknown").map(({ model }) => model);
  const doubt = unknown.length === 0 ? "" : `, not counting ${unknown.join(", ")}: price unknown`;
  return `${count(jobs, "job")}, about ${formatSeconds(quote.seconds)}, ${price}${doubt}`;
}

/** The plan for people: one row per generator and layer. */
export function planView(plan: PlanView, inputs: { InquiryPrompt: string }, style: Style): string {
  const columns = [
    { header: "job" },
    { header: "count", align: "right" as const },
    { header: "by" },
    { header: "because" },
    { header: "at most", align: "right" as const },
    { header: "each", align: "right" as const },
  ];
  // One table for all layers, so that their columns line up.
  const rows = plan.layers.map(rowsOfLayer);
  const table = formatTable({ columns, rows: rows.flat(), indent: "    ", header: style.dim });
  const [header = "", ...lines] = table;
  const body = rows.flatMap((layer, index) => [
    `  ${style.bold(`layer ${index}`)}`,
    ...lines.splice(0, layer.length),
  ]);
  const title = oneLine(inputs.InquiryPrompt);
  return [
    "",
    `  ${style.bold(title)}`,
    `  ${quoteLine(plan, style)}`,
    "",
    header,
    ...body,
    "",
    `  ${style.dim(plan.queueHash)}`,
    "",
  ].join("\n");
}
