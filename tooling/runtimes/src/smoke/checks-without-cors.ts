import { failureOf, ok } from "./assert.ts";
import type { Check } from "./check.ts";
import { expectError, expectUnreachable } from "./error-checks.ts";
import { models } from "./scenario.ts";
import { withFleet } from "./with-fleet.ts";

/** Only for a page: DB-GPT's own controllers and workers send no CORS headers, so this is what a newcomer sees first. */
export const checksWithoutCors: readonly Check[] = [
  {
    name: "controller without CORS",
    run: ({ withoutCors }) =>
      withFleet(withoutCors.controller, async (fleet) => {
        const failure = await failureOf(() => fleet.instances(), "a controller without CORS");
        expectUnreachable(failure, withoutCors.controller);
        // The page cannot tell why; the message must say that this may be it.
        ok((failure as Error).message.includes("CORS"), `no word of CORS: ${String(failure)}`);
      }),
  },
  {
    name: "worker without CORS",
    run: ({ controller, withoutCors }) =>
      withFleet({ controller, resolveWorkerUrl: () => withoutCors.worker }, async (fleet) => {
        const failure = await failureOf(
          () => fleet.chat.generate({ model: models.chat, messages: "Hi" }),
          "a worker without CORS",
        );
        expectError(failure, "connection_failed", "ConnectionError", "CORS");
      }),
  },
];
