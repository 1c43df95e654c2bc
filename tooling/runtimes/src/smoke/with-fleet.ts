import { createFleet, type Fleet, type FleetOptions } from "@modelfleet/client";

/** A fresh client for each check, closed afterwards: what one check cached or broke is not the next one's luck. */
export async function withFleet<Result>(
  options: string | FleetOptions,
  use: (fleet: Fleet) => Promise<Result>,
): Promise<Result> {
  const fleet = createFleet(typeof options === "string" ? { controller: options } : options);
  try {
    return await use(fleet);
  } finally {
    await fleet.close();
  }
}
