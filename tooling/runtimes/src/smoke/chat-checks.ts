import type { Fleet } from "@modelfleet/client";
import { equal } from "./assert.ts";
import type { Check } from "./check.ts";
import { answer, models } from "./scenario.ts";
import { withFleet } from "./with-fleet.ts";

const messages = [{ role: "user" as const, content: "Hi" }];

export const chatChecks: readonly Check[] = [
  { name: "chat, streamed: exact deltas", run: ({ controller }) => withFleet(controller, expectExactDeltas) },
  // The worker says so in a header of ours: a browser sees it only where CORS exposes it.
  { name: "chat, delta stream", run: ({ deltaController }) => withFleet(deltaController, expectExactDeltas) },
  {
    name: "chat, whole answer",
    run: ({ controller }) =>
      withFleet(controller, async (fleet) => {
        const output = await fleet.chat.generate({ model: models.chat, messages });
        equal(output.text, answer.join(""), "text");
      }),
  },
  {
    // Some runtimes' `fetch` throws when it is called as anyone's method.
    name: "chat, fetch passed in",
    run: ({ controller }) => withFleet({ controller, fetch: globalThis.fetch }, expectExactDeltas),
  },
];

async function expectExactDeltas(fleet: Fleet): Promise<void> {
  const deltas: string[] = [];
  let text = "";
  for await (const output of fleet.chat.stream({ model: models.chat, messages: "Hi" })) {
    if (output.delta !== "") deltas.push(output.delta);
    text = output.text;
  }
  equal(deltas, answer, "deltas");
  equal(text, answer.join(""), "text of the last output");
}
