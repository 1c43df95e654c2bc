import { equal, failureOf, ok } from "./assert.ts";
import type { Check } from "./check.ts";
import { until } from "./control.ts";
import { answer, models } from "./scenario.ts";
import { withFleet } from "./with-fleet.ts";

const messages = "Hi";

export const cancelChecks: readonly Check[] = [
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
        await until("cancelled", control, models.abort);
      }),
  },
  {
    name: "leave the loop early",
    run: ({ controller, control }) =>
      withFleet(controller, async (fleet) => {
        for await (const output of fleet.chat.stream({ model: models.leave, messages })) {
          if (output.delta !== "") break;
        }
        await until("cancelled", control, models.leave);
      }),
  },
  {
    name: "abort before the answer",
    run: ({ controller, control }) =>
      withFleet(controller, async (fleet) => {
        const abort = new AbortController();
        const reason = new Error("enough");
        const pending = fleet.chat.stream({ model: models.silent, messages }, { signal: abort.signal }).next();
        const failing = failureOf(() => pending, "the aborted stream");
        await until("asked", control, models.silent);
        abort.abort(reason);
        const failure = await failing;
        ok(failure === reason, `the error is not the signal's reason: ${String(failure)}`);
      }),
  },
  {
    // Browsers open six connections to a host, workerd as many for one request: a leak of any shows as a hang.
    name: "leave ten streams, then chat",
    run: ({ controller }) =>
      withFleet(controller, async (fleet) => {
        for (let left = 0; left < 10; left += 1) {
          for await (const output of fleet.chat.stream({ model: models.abandoned, messages })) {
            if (output.delta !== "") break;
          }
        }
        const output = await fleet.chat.generate({ model: models.chat, messages });
        equal(output.text, answer.join(""), "text");
      }),
  },
];
