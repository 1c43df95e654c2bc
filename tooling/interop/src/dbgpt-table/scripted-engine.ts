// The engine of the native fleet's `scripted`: of ../../python/scripts.py the two scripts that the table needs.
import { type ModelWorker, messageText } from "@modelfleet/core";
import { defineEngine } from "@modelfleet/engines";

export default function createScriptedEngine(): ModelWorker {
  return defineEngine({
    name: "scripted",
    async *generate({ messages }) {
      const last = messages.findLast(({ role }) => role === "human");
      const asked = last ? messageText(last) : "";
      if (asked.startsWith("say:")) yield asked.slice("say:".length);
      else yield JSON.stringify({ messages: messages.map(({ role, content }) => ({ role, content })) });
    },
  });
}
