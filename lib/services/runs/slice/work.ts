import type { Fingerprint, FingerprintFields } from "../../../core/fingerprint/types";
import type { Generator } from "../../../ports/generator";
import type { Context } from "../../context";
import type { Room } from "./room";
import type { SliceState } from "./slice-state";

/** How a slice steers the jobs in its hands. */
export interface SliceControl {
  /** Aborts when the slice has to return: waits end at once, requests under way are cut at the hard stop. */
  readonly stopWaiting: AbortSignal;
  readonly hardStop: AbortSignal;
  /** Job id → when it next has something to do: a prediction to ask for, a deadline to wait out, a back-off. */
  readonly waiting: Map<string, Date>;
  /** Windows that had no room. */
  readonly room: Room;
  /** Job id → when its provider was to be asked, as the ledger says: a webhook changes it there. */
  readonly checkedAt: Map<string, Date>;
  /** Sleeps until then, or until the slice has to return, or until something is heard of the job's purchase. */
  sleepUntil(jobId: string, moment: Date): Promise<void>;
  /** Called when the provider is done with a job and its slot is free, while what it made is still being stored. */
  onSlotFreed(jobId: string): void;
  /** Whether the slice has seen that its run is being cancelled. */
  isCancelling(): boolean;
  /** Called when the ledger refused a purchase because the run is being cancelled. */
  onCancelling(): void;
}

/** One job in the hands of a slice, with what its result will be made from. */
export interface Work {
  ctx: Context;
  state: SliceState;
  control: SliceControl;
  generator: Generator;
  fingerprint: Fingerprint;
  fields: FingerprintFields;
}
