/**
 * A crash takes one of a step's tries (stack.md), so there are more than errors alone would need. In a file of its own: what a
 * step names outside its body is bundled into the workflow, where Node's modules do not exist.
 */
export const STEP_RETRIES = 12;
