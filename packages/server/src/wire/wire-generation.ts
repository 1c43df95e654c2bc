/**
 * What the answers of a worker look like.
 *
 * - `common`: what clients of every version read. Python makes dataclasses of what it receives, which an unknown key
 *   breaks, so only keys are sent that all versions know; frames carry `text`, and `content` (0.7) only for thinking and
 *   media, which `text` cannot carry.
 * - `0.6`: the same, without thinking and media, which clients before 0.7 cannot read.
 * - `0.7`: the form of 0.7 and later, with everything that is known.
 */
export type WireGeneration = "common" | "0.6" | "0.7";
