import { ModelfleetError, type ModelfleetErrorCode } from "@modelfleet/client";
import { equal, failureOf, ok } from "./assert.ts";
import type { Check } from "./check.ts";
import { until } from "./control.ts";
import { answer, models } from "./scenario.ts";
import { withFleet } from "./with-fleet.ts";

export const errorChecks: readonly Check[] = [
  {
    name: "unknown model",
    run: ({ controller }) =>
      withFleet(controller, async (fleet) => {
        const failure = await failureOf(
          () => fleet.chat.generate({ model: models.unknown, messages: "Hi" }),
          "an unknown model",
        );
        expectError(failure, "model_not_found", "ModelNotFoundError", models.unknown);
      }),
  },
  {
    name: "worker answers 500",
    run: ({ controller }) =>
      withFleet(controller, async (fleet) => {
        const failure = await failureOf(async () => {
          for await (const _ of fleet.chat.stream({ model: models.failing, messages: "Hi" })) ok(false, "an output");
        }, "a worker that answers 500");
        expectError(failure, "http_status", "HttpStatusError", "500");
      }),
  },
  {
    // Runtimes call this anything from a TypeError to the end of the body; it must never look like an answer.
    name: "worker dies mid-answer",
    run: ({ controller }) =>
      withFleet(controller, async (fleet) => {
        let text = "";
        const failure = await failureOf(async () => {
          for await (const output of fleet.chat.stream({ model: models.dying, messages: "Hi" })) text = output.text;
        }, "a worker that dies");
        expectError(failure, "connection_failed", "ConnectionError", "generate_stream");
        // What came just before may be lost: Chromium drops what it has not handed out yet.
        ok(["", answer[0]].includes(text), `text before it: ${text}`);
      }),
  },
  {
    name: "worker stalls: idle timeout",
    run: ({ controller, control }) =>
      withFleet({ controller, timeouts: { idleMs: 200 } }, async (fleet) => {
        const failure = await failureOf(async () => {
          for await (const output of fleet.chat.stream({ model: models.stalling, messages: "Hi" })) {
            equal(output.text, answer[0], "text before it");
          }
        }, "a worker that stalls");
        expectError(failure, "timeout", "TimeoutError", "200 ms");
        await until("cancelled", control, models.stalling);
      }),
  },
  {
    name: "connection refused",
    run: ({ refused }) =>
      withFleet(refused, async (fleet) => {
        const failure = await failureOf(() => fleet.instances(), "a controller that is not there");
        // The URL must be in the message: most runtimes' own errors say no more than "fetch failed".
        expectUnreachable(failure, refused);
      }),
  },
];

export function expectError(
  failure: unknown,
  code: ModelfleetErrorCode,
  name: string,
  mention: string,
): asserts failure is ModelfleetError {
  ok(ModelfleetError.isInstance(failure), `not a ModelfleetError: ${String(failure)}`);
  equal([failure.code, failure.name], [code, name], `code and name of "${failure.message}"`);
  ok(failure.message.includes(mention), `the message does not mention ${mention}: ${failure.message}`);
}

/** What a controller that cannot be reached gives: that none answered, because of a connection that failed. */
export function expectUnreachable(failure: unknown, url: string): void {
  expectError(failure, "controller_unavailable", "ControllerUnavailableError", new URL(url).host);
  expectError(failure.cause, "connection_failed", "ConnectionError", new URL(url).host);
}
