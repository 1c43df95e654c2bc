import type { Spoken } from "../state/wording.ts";
import type { chatWording } from "./chat-wording.ts";

/** What to do about a failed answer, by the code of its error. */
export function adviceFor(code: string, t: Spoken<typeof chatWording>): string {
  switch (code) {
    case "connection_failed":
      return t.adviceConnection;
    case "truncated_stream":
      return t.adviceTruncated;
    case "timeout":
      return t.adviceTimeout;
    case "controller_unavailable":
      return t.adviceController;
    case "model_not_found":
      return t.adviceModel;
    case "no_healthy_instance":
      return t.adviceHealth;
    case "http_status":
      return t.adviceBusy;
    case "generation_failed":
      return t.adviceGeneration;
    default:
      return t.adviceOther;
  }
}
