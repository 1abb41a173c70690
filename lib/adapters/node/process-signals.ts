import { EventEmitter } from "node:events";
import type { Signals } from "../../ports/signals";

/** Signals among the parts of one process. */
export function createProcessSignals(): Signals {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  const closing = new EventEmitter();
  closing.setMaxListeners(0);
  let isClosing = false;
  return {
    get isClosing() {
      return isClosing;
    },
    close() {
      isClosing = true;
      closing.emit("close");
    },
    onClose(onSignal) {
      closing.on("close", onSignal);
      return () => closing.off("close", onSignal);
    },
    tell(runId) {
      emitter.emit(runId);
    },
    listen(runId, onSignal) {
      emitter.on(runId, onSignal);
      return () => emitter.off(runId, onSignal);
    },
  };
}
