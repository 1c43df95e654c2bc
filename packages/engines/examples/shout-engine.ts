import { type ModelWorker, messageText, type ParameterDescription } from "@modelfleet/core";
import { defineEngine } from "@modelfleet/engines";

/** What a start takes, as worker managers show it. */
export const descriptions: ParameterDescription[] = [
  {
    paramName: "mark",
    paramType: "string",
    required: false,
    isArray: false,
    description: "What ends an answer.",
    defaultValue: "!",
  },
];

/** Says it again, louder. */
export default function createShoutEngine(): ModelWorker {
  let mark = "!";
  return defineEngine({
    name: "shout",
    descriptions,
    start(params) {
      mark = String(params.mark ?? "!");
    },
    async *generate({ messages }, { signal }) {
      const said = messages.findLast((message) => message.role === "human");
      for (const word of said ? messageText(said).split(" ") : []) {
        // An abort also reaches whatever the engine waits for, such as `fetch(url, { signal })`.
        signal.throwIfAborted();
        yield `${word.toUpperCase()} `;
      }
      yield { text: mark, finishReason: "stop" };
    },
    countTokens: (text) => text.split(" ").length,
    metadata: () => ({ description: "Says it again, louder.", contextLength: 1000 }),
  });
}
