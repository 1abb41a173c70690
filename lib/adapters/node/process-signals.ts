import { EventEmitter } from "node:events";
import type { Signals } from "../../ports/signals";

/** Signals among the parts of one process. */
export function createProcessSignals(): Signals {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    tell(runId) {
      emitter.emit(runId);
    },
    listen(runId, onSignal) {
      emitter.on(runId, onSignal);
      return () => emitter.off(runId, onSignal);
    },
  };
}
