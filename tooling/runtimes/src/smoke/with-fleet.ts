import { createFleet } from "@modelfleet/client";

type Fleet = ReturnType<typeof createFleet>;

/** A fresh client for each check, closed afterwards: what one check cached or broke is not the next one's luck. */
export async function withFleet<Result>(controller: string, use: (fleet: Fleet) => Promise<Result>): Promise<Result> {
  const fleet = createFleet({ controller });
  try {
    return await use(fleet);
  } finally {
    await fleet.close();
  }
}
