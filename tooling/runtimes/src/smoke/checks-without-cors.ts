import { failureOf } from "./assert.ts";
import type { Check } from "./check.ts";
import { expectUnreachable } from "./error-checks.ts";
import { withFleet } from "./with-fleet.ts";

/** Only for a page: DB-GPT's own controllers and workers send no CORS headers, so this is what a newcomer sees first. */
export const checksWithoutCors: readonly Check[] = [
  {
    name: "controller without CORS",
    run: ({ withoutCors }) =>
      withFleet(withoutCors, async (fleet) => {
        expectUnreachable(await failureOf(() => fleet.instances(), "a controller without CORS"), withoutCors);
      }),
  },
];
