// What asks the servers, on the core that they are not on. Measures each time that the parent asks, and ends with it.
import { drive, type Load } from "./drive.ts";

process.on("message", async ({ port, load }: { port: number; load: Load }) => {
  try {
    process.send?.({ loaded: await drive(port, load) });
  } catch (error) {
    process.send?.({ failed: error instanceof Error ? error.message : String(error) });
  }
});
process.once("disconnect", () => process.exit());
