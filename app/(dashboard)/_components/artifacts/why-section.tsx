import { formatPrice } from "../../_lib/format";
import { useWhy } from "../../_lib/queries";

/** Why an artifact is as it is: the chain from the edit to it, or what made it, from what, when and at what cost. */
export function WhySection({ videoId, link }: { videoId: string; link: string }) {
  const why = useWhy(videoId, link);
  return (
    <section aria-label="Why it is as it is" data-testid="artifact-why">
      <h3 className="text-sm font-semibold">Why</h3>
      {why.isPending ? (
        <div className="skeleton mt-2 h-16" />
      ) : !why.data ? (
        <p className="mt-2 text-sm text-ink-3">It could not be asked.</p>
      ) : (
        <>
          <ol className="mt-2 flex flex-col gap-1 text-sm text-ink-2">
            {why.data.steps.map(({ text, kind }) => (
              <li key={text} className={kind === "edit" || kind === "cause" ? "text-ink" : ""}>
                {text}
              </li>
            ))}
          </ol>
          {why.data.provenance && (
            <p className="mt-2 text-xs text-ink-3">
              {why.data.provenance.isAdopted ? "Taken over; first made" : "Made"}{" "}
              <time dateTime={why.data.provenance.at}>
                {why.data.provenance.at.slice(0, 16).replace("T", " ")}
              </time>
              , {formatPrice(why.data.provenance.costMicros)}, revision {why.data.record?.revision}
            </p>
          )}
        </>
      )}
    </section>
  );
}
