import type { StandInFault } from "./fault.ts";
import type { ActiveFault } from "./fault-board.ts";
import { connectionReset } from "./network-error.ts";
import { wait } from "./wait.ts";

const encoder = new TextEncoder();

const defaultMessage = "**LLMServer Generate Error, Please CheckErrorInfo.**: the stand-in was told to fail";

/** A frame under way: its object, or the text that is sent in its place. */
export interface FrameDraft {
  wire: Record<string, unknown>;
  raw?: string | undefined;
  /** Nothing follows it. */
  last?: boolean;
}

/** @param rebuild makes the wire's object of a text and an error code */
export function spoil(
  draft: FrameDraft,
  index: number,
  faults: readonly ActiveFault[],
  rebuild: (text: string, errorCode: number) => Record<string, unknown>,
): FrameDraft {
  let result = draft;
  for (const { fault } of faults) {
    if (!isFrameFault(fault) || index !== (fault.frame ?? 0)) continue;
    switch (fault.type) {
      case "malformed":
        result = { ...result, raw: fault.body ?? '{"text": "half a fr' };
        break;
      case "error":
        result = { wire: rebuild(fault.message ?? defaultMessage, fault.code ?? 1), last: true };
        break;
      case "error-code-type":
        result = { ...result, wire: { ...result.wire, error_code: "value" in fault ? fault.value : "0" } };
        break;
      case "oversized":
        result = { ...result, wire: rebuild("x".repeat(fault.bytes ?? 16 * 1024 * 1024 + 1), 0) };
    }
  }
  return result;
}

type FrameFault = Extract<StandInFault, { type: "malformed" | "error" | "error-code-type" | "oversized" }>;

function isFrameFault(fault: StandInFault): fault is FrameFault {
  return ["malformed", "error", "error-code-type", "oversized"].includes(fault.type);
}

/**
 * What happens between frames: waits, then says whether the stream goes on. `bytes` are those of the next frame,
 * absent after the last one.
 */
export async function* interrupt(
  index: number,
  bytes: Uint8Array | undefined,
  faults: readonly ActiveFault[],
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, boolean> {
  for (const { fault, over } of faults) {
    if (fault.type === "slow" && bytes) await wait(fault.ms, [signal, over]);
    if (fault.type !== "cut" && fault.type !== "reset" && fault.type !== "stall") continue;
    const after = fault.afterFrames ?? 1;
    // A stream with fewer frames than `afterFrames` breaks at its end.
    if (bytes ? index !== after : index > after) continue;
    if (fault.type === "stall") {
      await wait(Number.POSITIVE_INFINITY, [signal, over]);
      if (signal.aborted) return false;
    } else if (bytes) {
      const size = fault.bytes ?? (fault.type === "cut" ? Math.ceil(bytes.length / 2) : 0);
      if (size > 0) yield bytes.slice(0, size);
      if (fault.type === "reset") throw connectionReset();
      return false;
    } else if (fault.type === "reset") throw connectionReset();
  }
  return !signal.aborted;
}

export function encodeFrame(frame: string): Uint8Array {
  return encoder.encode(`${frame}\0`);
}
