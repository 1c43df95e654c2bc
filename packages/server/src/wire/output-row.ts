import { type ModelOutput, toWire } from "@modelfleet/core";
import type { WireGeneration } from "./wire-generation.ts";

/** What a frame says besides its text, for both generations. Absent is null in every version of Python's class. */
export function outputDetails(output: ModelOutput): Record<string, unknown> {
  const { finishReason, usage, metrics, modelContext } = output;
  return toWire({
    modelContext,
    finishReason,
    usage: usage && toWire(usage),
    metrics: metrics && toWire(metrics),
  });
}

const part = (type: string, data: string, format = "text") => ({ object: { data, format }, type });

/** Whether `text` is not enough for it. Python's clients raise where both are sent. */
export function needsContent({ thinking, media }: ModelOutput, generation: WireGeneration): boolean {
  return generation === "0.7" || (generation === "common" && (!!thinking || !!media?.length));
}

/**
 * A whole output as the wire has it: the answer of `POST generate`, and frames that are nothing like the one before.
 * One part stands alone, several are an array, as in upstream's `ModelOutput.build`.
 */
export function outputRow(output: ModelOutput, generation: WireGeneration): Record<string, unknown> {
  const { text, thinking, media = [], errorCode } = output;
  const rest = { error_code: errorCode, ...outputDetails(output) };
  if (!needsContent(output, generation)) return { text, ...rest };
  const parts = [
    ...(thinking ? [part("thinking", thinking)] : []),
    ...(text || !(thinking || media.length > 0) ? [part("text", text)] : []),
    ...media.map(({ type, data, format }) => part(type, data, format)),
  ];
  return { content: parts.length === 1 ? parts[0] : parts, ...rest };
}
