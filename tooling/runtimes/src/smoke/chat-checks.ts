import type { Fleet } from "@modelfleet/client";
import { equal, failureOf, ok } from "./assert.ts";
import type { Check } from "./check.ts";
import { untilCancelled } from "./control.ts";
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
    name: "abort after the first delta",
    run: ({ controller, control }) =>
      withFleet(controller, async (fleet) => {
        const abort = new AbortController();
        const reason = new Error("enough");
        let deltas = 0;
        const failure = await failureOf(async () => {
          for await (const output of fleet.chat.stream({ model: models.abort, messages }, { signal: abort.signal })) {
            if (output.delta === "") continue;
            deltas += 1;
            abort.abort(reason);
          }
        }, "the aborted stream");
        ok(failure === reason, `the error is not the signal's reason: ${String(failure)}`);
        equal(deltas, 1, "deltas");
        await untilCancelled(control, models.abort);
      }),
  },
  {
    name: "leave the loop early",
    run: ({ controller, control }) =>
      withFleet(controller, async (fleet) => {
        for await (const output of fleet.chat.stream({ model: models.leave, messages })) {
          if (output.delta !== "") break;
        }
        await untilCancelled(control, models.leave);
      }),
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
